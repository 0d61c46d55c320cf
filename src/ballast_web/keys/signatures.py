"""What another system signs: HMAC-SHA256 under a shared secret over `<time>.<body>`, once.

`Ballast-Time` is in seconds since 1970, with or without a fraction; `Ballast-Signature` is in
hexadecimal digits. A signature is
good for five minutes to either side, and for one request: each attempt is signed anew.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time

from django.db import IntegrityError, transaction

from ballast_web.keys.errors import Unsigned
from ballast_web.keys.models import SeenSignature

TIME, SIGNATURE = "Ballast-Time", "Ballast-Signature"
#: How many seconds the sender's clock may be off, either way.
WITHIN = 300
_SECONDS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")


def signature(secret: str, moment: str, body: bytes) -> str:
    """The hexadecimal HMAC-SHA256 that proves who sent `body`, and when."""
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def accept(secret: str, moment: str, given: str, body: bytes) -> None:
    """Take a signed request, once; within the transaction that does what it asks for.

    Raises Unsigned for one without a signature, with another's, out of time, or seen before.
    """
    if not secret:
        raise Unsigned(why="平台没有为这一渠道配置签名密钥")
    if not moment or not given:
        raise Unsigned(why=f"缺少{TIME}或{SIGNATURE}")
    if not _SECONDS.fullmatch(moment):
        raise Unsigned(why=f"{TIME}应为自1970年起的秒数")
    if not hmac.compare_digest(signature(secret, moment, body).encode(), given.encode()):
        raise Unsigned(why="签名与内容不符")
    if abs(time.time() - float(moment)) > WITHIN:
        raise Unsigned(why=f"时间与平台相差超过{WITHIN}秒")
    _remember(given)


def _remember(given: str) -> None:
    try:
        with transaction.atomic():
            SeenSignature.objects.create(signature=given)
    except IntegrityError:
        raise Unsigned(why="同一签名已经用过") from None
