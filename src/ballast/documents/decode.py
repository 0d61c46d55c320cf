"""Bytes to characters: byte order marks, strict UTF-8, GB18030 (or Big5, if declared), UTF-16.

A charset that a page declares settles only what the bytes leave open: it is wrong too often.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

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
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_DECLARED_WITHIN = 2048
#: GB 18030 holds all of GB 2312 and GBK.
_CHARSETS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cp950"), "cp950"),
}
_ASCII = re.compile("[\\t\\n\\r -~]")
#: What Chinese text consists of beside ASCII: characters, punctuation, signs, full-width forms.
_CHINESE = re.compile(
    "[\xa0\xb7\u2010-\u2027\u2030\u2103\u2160-\u217f\u2460-\u24ff\u3000-\u301f"
    "\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e\uffe0-\uffe6]"
)
_CHINESE_SHARE = 0.95


def decode(data: bytes, name: str) -> Text:
    """The characters of `data` with their byte offsets. Raises NotText for a binary file."""
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", ""))
    body = data[len(mark) :]
    for choice in (encoding,) if encoding else _choices(body):
        value = _exact(body, choice)
        if value is not None and not _binary(value):
            return Text.of_widths(value, _widths(value, choice), len(mark))
    raise NotText(name=name)


def _choices(body: bytes) -> Iterator[str]:
    """The encodings to try, in order."""
    found = _DECLARED.search(body[:_DECLARED_WITHIN])
    declared = _CHARSETS.get(found[1].decode().lower(), "") if found else ""
    if declared and not _reads_chinese(body, "utf-8"):
        yield declared
    yield from ("utf-8", "gb18030")
    # Last, and only where it makes Chinese: any even number of bytes is UTF-16 of something.
    yield from (each for each in ("utf-16-le", "utf-16-be") if _reads_chinese(body, each))


def _reads_chinese(body: bytes, encoding: str) -> bool:
    """Whether the bytes are text in the encoding whose other than ASCII characters are Chinese."""
    value = _exact(body, encoding)
    if not value:
        return False
    others = len(value) - len(_ASCII.findall(value))
    return len(_CHINESE.findall(value)) >= _CHINESE_SHARE * others


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
    controls = sum(map(value.count, filter(_is_control, set(value))))
    return controls > _BINARY_SHARE * len(value)


def _is_control(c: str) -> bool:
    return (c < " " or "\x7f" <= c < "\xa0") and c not in _PLAIN_CONTROLS


def _widths(value: str, encoding: str) -> NDArray[np.uint8]:
    """How many bytes each character takes; each different character is encoded once."""
    different = set(value)
    widths = np.zeros(max(map(ord, different), default=0) + 1, np.uint8)
    for character in different:
        widths[ord(character)] = len(character.encode(encoding))
    taken: NDArray[np.uint8] = widths[np.frombuffer(value.encode("utf-32-le"), np.uint32)]
    return taken
