"""What an evidence file is, told by its content behind the guard."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from ballast.errors import UnsafeFile
from ballast.guard import DAMAGE, Limits, check_parts
from ballast.guard import checked as inflated

#: An Office file as evidence: 2,000 parts, 200 MB unpacked, no part beyond 200 times.
LIMITS = Limits(parts=2_000, size=200 * 1024**2, ratio=200)
_TYPES = "[Content_Types].xml"
_MAIN = {
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}


def holds(path: str, kind: str) -> bool:
    """Whether the file at `path` is whole, safe, and of the `kind` (a key of `KINDS`)."""
    try:
        return KINDS[kind](Path(path).read_bytes())
    except (UnsafeFile, *DAMAGE):
        return False


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-1024:]


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-64:]


def _is_office(main: str, content: bytes) -> bool:
    """Whether content is an Office file of that kind, whole and without macros."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    types = _content_types(content)
    return _MAIN[main] in types and b"vbaProject" not in types


def _content_types(content: bytes) -> bytes:
    """What the parts of an Office file are said to be; every part is inflated and checked.

    Raises UnsafeFile, and any of `DAMAGE`.
    """
    types, name = b"", "evidence"
    with BytesIO(content) as file, ZipFile(file) as archive:
        check_parts(name, archive.infolist(), LIMITS)
        for part in archive.infolist():
            pieces = inflated(name, file, part)
            if part.filename == _TYPES:
                types = b"".join(pieces)
            else:
                deque(pieces, maxlen=0)
    return types


KINDS: Mapping[str, Callable[[bytes], bool]] = {
    "pdf": _is_pdf,
    "jpeg": _is_jpeg,
    "png": _is_png,
    "xlsx": partial(_is_office, "xlsx"),
    "docx": partial(_is_office, "docx"),
}
