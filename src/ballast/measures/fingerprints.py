"""Fingerprints: the hash of a text's letters and digits, so that layout does not count."""

from __future__ import annotations

import hashlib
import re
from unicodedata import normalize

from ballast.documents.view import simplified

#: Most of it in advance: without it, text is seldom other than normal.
_PUNCTUATION = re.compile(r"[，。、；：（）“”《》〔〕！？\s]+")
#: Whatever is no letter and no digit.
_LAYOUT = re.compile(r"[\W_]+")


def fingerprint(text: str) -> str:
    """The SHA-256 of the letters and digits of `text` in simplified characters, in hexadecimal."""
    return hashed(simplified(text))


def hashed(plain: str) -> str:
    """The fingerprint of a text that is in simplified characters already."""
    plain = normalize("NFKC", _PUNCTUATION.sub("", plain))
    return hashlib.sha256(_LAYOUT.sub("", plain).encode()).hexdigest()
