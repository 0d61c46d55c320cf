"""Evidence files: told by their content, held to a size, kept once under their SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ballast_web.applications.errors import WrongFile
from ballast_web.kernel import sandbox

#: What the child that looks into a file may take.
CHILD = sandbox.Limits(megabytes=512, seconds=20)


@dataclass(frozen=True)
class Kind:
    """A format that is taken: its endings and media type. `apart.telling` knows its content."""

    endings: tuple[str, ...]
    media: str


KINDS: Mapping[str, Kind] = {
    "pdf": Kind(("pdf",), "application/pdf"),
    "jpeg": Kind(("jpg", "jpeg"), "image/jpeg"),
    "png": Kind(("png",), "image/png"),
    "xlsx": Kind(
        ("xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "docx": Kind(
        ("docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
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
    """The upload, if its size, name and content are what is taken.

    A child process looks into it. Raises WrongFile, TookTooLong, TookTooMuch, CouldNotProcess.
    """
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
    if not _holds(kind, content, name):
        raise WrongFile(
            name=name, why=f"内容不是完整、安全的{ending.upper()}文件", allowed=allowed()
        )
    return Checked(name, kind, content, hashlib.sha256(content).hexdigest())


def _holds(kind: str, content: bytes, name: str) -> bool:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        function = "ballast_web.applications.apart.telling:holds"
        arguments = {"path": file.name, "kind": kind}
        return bool(sandbox.run(function, arguments, what=name, limits=CHILD))


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
