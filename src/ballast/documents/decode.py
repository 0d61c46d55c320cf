"""Bytes to characters: byte order marks, then strict UTF-8, then GB18030."""

from __future__ import annotations

import codecs

import numpy as np

from ballast.documents.text import Text
from ballast.errors import NotText

#: UTF-16 first: its byte order mark is what tells its zero bytes from a binary file's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Control characters that text files do hold: tab, line feed, vertical tab, form feed, return.
_PLAIN_CONTROLS = frozenset("\t\n\v\f\r\x1a\x85")
_BINARY_SHARE = 0.02


def decode(data: bytes, name: str) -> Text:
    """The characters of `data` with their byte offsets. Raises NotText for a binary file."""
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", ""))
    body = data[len(mark) :]
    for choice in (encoding,) if encoding else ("utf-8", "gb18030"):
        value = _exact(body, choice)
        if value is not None and not _binary(value):
            return Text.of_widths(value, _widths(value, choice), len(mark))
    raise NotText(name=name)


def _exact(body: bytes, encoding: str) -> str | None:
    """`body` decoded, if encoding it again gives the same bytes: only then are offsets true."""
    try:
        value = body.decode(encoding)
        return value if value.encode(encoding) == body else None
    except UnicodeError:
        return None


def _binary(value: str) -> bool:
    if "\0" in value:
        return True
    controls = sum(
        1 for c in value if (c < " " or "\x7f" <= c < "\xa0") and c not in _PLAIN_CONTROLS
    )
    return controls > _BINARY_SHARE * len(value)


def _widths(value: str, encoding: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many bytes each character takes; each different character is encoded once."""
    codes = np.frombuffer(value.encode("utf-32-le"), dtype=np.uint32)
    different, places = np.unique(codes, return_inverse=True)
    sizes = np.array([len(chr(code).encode(encoding)) for code in different], dtype=np.int64)
    return sizes[places] if len(codes) else np.zeros(0, dtype=np.int64)
