"""Evidence files: told by their content, held to a size, kept once under their SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from unicodedata import normalize
from zipfile import ZipFile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ballast.errors import UnsafeFile
from ballast.guard import DAMAGE, Limits, check_parts
from ballast.guard import checked as inflated
from ballast_web.applications.errors import WrongFile

#: An Office file as evidence: 2,000 parts, 200 MB unpacked, no part beyond 200 times.
LIMITS = Limits(parts=2_000, size=200 * 1024**2, ratio=200)
_TYPES = "[Content_Types].xml"
_MAIN = {
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}


@dataclass(frozen=True)
class Kind:
    """A format that is taken: its endings and media type, and whether content is of it."""

    endings: tuple[str, ...]
    media: str
    holds: Callable[[bytes, str], bool]


def _is_pdf(content: bytes, _name: str) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]


def _is_jpeg(content: bytes, _name: str) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-1024:]


def _is_png(content: bytes, _name: str) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-64:]


def _is_office(main: str) -> Callable[[bytes, str], bool]:
    """Whether content is an Office file of that kind, whole and without macros."""

    def holds(content: bytes, name: str) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        types = _content_types(content, name)
        return _MAIN[main] in types and b"vbaProject" not in types

    return holds


def _content_types(content: bytes, name: str) -> bytes:
    """What the parts of an Office file are said to be; every part is inflated and checked.

    Raises UnsafeFile, and any of `DAMAGE`.
    """
    types = b""
    with BytesIO(content) as file, ZipFile(file) as archive:
        check_parts(name, archive.infolist(), LIMITS)
        for part in archive.infolist():
            pieces = inflated(name, file, part)
            if part.filename == _TYPES:
                types = b"".join(pieces)
            else:
                deque(pieces, maxlen=0)
    return types


KINDS: Mapping[str, Kind] = {
    "pdf": Kind(("pdf",), "application/pdf", _is_pdf),
    "jpeg": Kind(("jpg", "jpeg"), "image/jpeg", _is_jpeg),
    "png": Kind(("png",), "image/png", _is_png),
    "xlsx": Kind(
        ("xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _is_office("xlsx"),
    ),
    "docx": Kind(
        ("docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _is_office("docx"),
    ),
}
ENDINGS = tuple(ending for kind in KINDS.values() for ending in kind.endings)


@dataclass(frozen=True)
class Checked:
    """A file that passed: its clean name, its kind, its content and the content's hash."""

    name: str
    kind: str
    content: bytes
    sha256: str


def allowed() -> str:
    """What may be uploaded, in words."""
    listed = "、".join(ending.upper() for ending in ENDINGS if ending != "jpeg")
    return f"不超过{settings.BALLAST_EVIDENCE_MEGABYTES}MB的{listed}文件"


def checked(upload: UploadedFile) -> Checked:
    """The upload, if its size, name and content are what is taken. Raises WrongFile."""
    name = clean(upload.name or "")
    if not upload.size:
        raise WrongFile(name=name, why="文件是空的", allowed=allowed())
    if upload.size > settings.BALLAST_EVIDENCE_MEGABYTES * 1024**2:
        raise WrongFile(name=name, why="文件过大", allowed=allowed())
    ending = name.rpartition(".")[2].lower()
    kind = next((key for key, each in KINDS.items() if ending in each.endings), None)
    if kind is None:
        raise WrongFile(name=name, why="不接受这种格式", allowed=allowed())
    content = upload.read()
    if not _holds(KINDS[kind], content, name):
        raise WrongFile(
            name=name, why=f"内容不是完整、安全的{ending.upper()}文件", allowed=allowed()
        )
    return Checked(name, kind, content, hashlib.sha256(content).hexdigest())


def _holds(kind: Kind, content: bytes, name: str) -> bool:
    try:
        return kind.holds(content, name)
    except (UnsafeFile, *DAMAGE):
        return False


def clean(name: str) -> str:
    """A file's name without folders, control characters and what systems take amiss."""
    base = normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    base = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069<>:\"|?*]", "", base).strip(". ")
    stem, dot, ending = base.rpartition(".")
    return f"{stem[:140]}{dot}{ending[:8]}" if dot else base[:140]


def keep(file: Checked) -> None:
    """Put the content on disk under its hash, whole or not at all; once is enough."""
    path = path_of(file.sha256)
    if path.is_file():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(file.content)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def path_of(sha256: str) -> Path:
    """Where the content with that hash lies."""
    root = Path(settings.MEDIA_ROOT) / "evidence"
    return root / sha256[:2] / sha256[2:]
