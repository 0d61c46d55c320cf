"""What may not be read by whoever copies the database: sealed under keys that lie elsewhere.

Authenticated encryption (Fernet: AES-128-CBC with HMAC-SHA256) under keys derived from
`BALLAST_DATA_KEYS`: the first seals, all of them open. A sealed value differs each time; it cannot
be searched for.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

from ballast_web.errors import PlatformError

#: The key of tests and of whoever copies it from here: `check --deploy` refuses it.
DEMONSTRATION_KEY = "known to everybody: for tests and demonstrations alone"


class NoKeyOpens(PlatformError):
    """已加密的数据无法解读：BALLAST_DATA_KEYS 中没有加密时所用的密钥，或者数据被改动过。
    请把原密钥补入该设置后重试。"""

    status = 500


def seal(text: str) -> str:
    """`text`, sealed under the first key."""
    return _box().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """What was sealed. Raises NoKeyOpens."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise NoKeyOpens from None


def resealed(sealed: str) -> str:
    """The same under the first key, whichever key it was sealed under. Raises NoKeyOpens."""
    try:
        return _box().rotate(sealed.encode()).decode("ascii")
    except InvalidToken:
        raise NoKeyOpens from None


def _box() -> MultiFernet:
    return _boxes(tuple(settings.BALLAST_DATA_KEYS))


@lru_cache(maxsize=8)
def _boxes(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    """A Fernet key of 32 bytes from a long random text."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ballast sealed fields")
    return base64.urlsafe_b64encode(made.derive(key.encode()))


class SealedField(models.TextField):
    """A text that stands sealed in the database and whole in Python; empty stays empty."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """What was sealed."""
        return unseal(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        """The text, sealed."""
        plain = super().get_prep_value(value)
        return seal(plain) if plain else plain
