"""What a circular says when it is first drafted, from the tasks that its drafter may see."""

from __future__ import annotations

from ballast_web.circulars.drafting import monthly, wording
from ballast_web.circulars.drafting.items import Ground, Item, addressed, gather
from ballast_web.circulars.drafting.standing import Unanswered
from ballast_web.circulars.drafting.tables import Table
from ballast_web.circulars.drafting.text import Draft, Section
from ballast_web.circulars.states import CircularKind

__all__ = [
    "Draft",
    "Ground",
    "Item",
    "Section",
    "Table",
    "Unanswered",
    "addressed",
    "draft",
    "gather",
]


def draft(kind: CircularKind, ground: Ground) -> Draft:
    """The first draft of a circular; the same ground always gives the same words."""
    return monthly.draft(ground) if kind == CircularKind.MONTHLY else wording.draft(ground)
