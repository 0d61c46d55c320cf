"""Lists in pages, by cursor: the next page begins after the last key of this one."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from ballast_web.errors import BadValue

LARGEST = 200


def paged(
    rows: QuerySet[Any], cursor: str, limit: int, told: Callable[[Any], Any]
) -> dict[str, Any]:
    """At most `limit` of `rows` in order of their keys, and the cursor of what follows.

    Raises BadValue for a cursor that no answer has given, and for a limit out of bounds.
    """
    if not 1 <= limit <= LARGEST:
        raise BadValue(field="limit", given=limit, allowed=f"1至{LARGEST}")
    after = rows.filter(pk__gt=_place(cursor)) if cursor else rows
    found = list(after.order_by("pk")[: limit + 1])
    more = len(found) > limit
    items = found[:limit]
    following = urlsafe_b64encode(str(items[-1].pk).encode()).decode() if more else None
    return {"items": [told(each) for each in items], "next": following}


def _place(cursor: str) -> int:
    try:
        place = urlsafe_b64decode(cursor.encode()).decode()
    except (Error, ValueError):
        place = ""
    if not (place.isascii() and place.isdecimal() and len(place) < 19):
        raise BadValue(field="cursor", given=cursor, allowed="上一页答复中的 next")
    return int(place)
