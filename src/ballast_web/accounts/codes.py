"""Codes that people copy from paper: random, easy to read, kept as hashes alone.

Ten signs of Crockford's base 32 (no I, L, O, U) are 50 bits. Fewer than 112 bits need a slow hash
with a salt (OWASP ASVS 5.0, 6.5.2): the one that passwords have.
"""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import check_password, make_password

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10
_READ_AS = str.maketrans("OIL", "011", " -—－")


def made() -> str:
    """A new code as it is shown: 7K2MQ-X4WDA."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return f"{signs[:5]}-{signs[5:]}"


def hashed(code: str) -> str:
    """What is kept of it."""
    return make_password(_read(code))


def matches(code: str, kept: str) -> bool:
    """Whether `code`, however it was typed, is the one that was kept."""
    read = _read(code)
    return len(read) == _LENGTH and check_password(read, kept)


def _read(code: str) -> str:
    """Without spaces and hyphens, in capitals, with the letters that are taken for digits."""
    return code.strip().upper().translate(_READ_AS)
