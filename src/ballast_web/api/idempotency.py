"""The same write sent twice is done once and answered alike (header `Idempotency-Key`)."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from typing import Annotated, Any

from django.db import IntegrityError
from django.http import HttpResponse
from ninja import Header

from ballast_web.api.authentication import ApiRequest
from ballast_web.errors import BadValue, PlatformError
from ballast_web.kernel.writes import writing
from ballast_web.keys.models import GivenAnswer

_LOG = logging.getLogger(__name__)
HEADER = "Idempotency-Key"
LONGEST = 128
#: The header as operations declare it.
Key = Annotated[
    str, Header(alias=HEADER, min_length=1, max_length=LONGEST, description="每次新的写入不同")
]


class OtherRequest(PlatformError):
    """这个 Idempotency-Key 已经用于另一个请求。请为每次新的写入使用新的值。"""

    status = 409


class Meanwhile(PlatformError):
    """同一内容刚被另一个请求改动，本次写入没有生效。请用同一个 Idempotency-Key 重试。"""

    status = 409


def once(request: ApiRequest, status: int, write: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Answer with what `write` gives, or with what it gave when the same was sent before.

    The write and the record of its answer stand or fall together. Raises BadValue without a key,
    OtherRequest where the key was used for something else, Meanwhile where another write came
    between.
    """
    key = request.headers.get(HEADER, "")
    if not 1 <= len(key) <= LONGEST or not key.isprintable():
        raise BadValue(field=HEADER, given=key, allowed=f"1至{LONGEST}个字符，每次新的写入不同")
    digest = _digest(request)
    try:
        given = _earlier(request, key) or _written(request, key, digest, status, write)
    except IntegrityError:
        # The same write at the same moment was first: ours is undone, its answer stands.
        earlier = _earlier(request, key)
        if earlier is None:
            _LOG.warning("a write through the API met another", exc_info=True)
            raise Meanwhile from None
        given = earlier
    if given.request_digest != digest:
        raise OtherRequest
    return HttpResponse(given.body, content_type="application/json", status=given.status)


def _earlier(request: ApiRequest, key: str) -> GivenAnswer | None:
    return GivenAnswer.objects.filter(key=request.key, idempotency_key=key).first()


def _written(
    request: ApiRequest, key: str, digest: str, status: int, write: Callable[[], dict[str, Any]]
) -> GivenAnswer:
    with writing(request.acting):
        # Claimed before it is done: of two at once, the second waits here and fails.
        given = GivenAnswer.objects.create(
            key=request.key, idempotency_key=key, request_digest=digest, status=status, body=""
        )
        given.body = json.dumps(write(), ensure_ascii=False, default=str)
        given.save(update_fields=["body"])
    return given


def _digest(request: ApiRequest) -> str:
    head = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(head + request.body).hexdigest()
