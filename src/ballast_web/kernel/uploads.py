"""What people upload, kept by its hash: never under the name they gave, never beyond the limit."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO

from django.conf import settings
from django.core.files.base import File

from ballast_web.errors import FileTooLarge

_UNFIT = re.compile(r"[^\w.（）()〔〕\- ]+")
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Kept:
    """An uploaded file as kept: its given name made harmless, its place, SHA-256, bytes."""

    name: str
    path: Path
    sha256: str
    size: int


def keep(file: File, folder: Path) -> Kept:
    """Keep `file` in `folder` as `<hash's first 16 digits>_<name>`. Raises FileTooLarge."""
    name = harmless(file.name or "")
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".incoming-")
    try:
        with os.fdopen(descriptor, "wb") as kept:
            sha256, size = _copied(file, kept, name)
            os.fsync(kept.fileno())
        path = folder / f"{sha256[:16]}_{name}"
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return Kept(name, path, sha256, size)


def harmless(name: str) -> str:
    """The last part of `name` in letters, digits and a few signs, its ending kept."""
    bare = _UNFIT.sub("_", PurePath(name.replace("\\", "/")).name).strip(". ") or "文件"
    suffix = PurePath(bare).suffix[:12]
    return bare if len(bare) <= _LONGEST_NAME else bare[: _LONGEST_NAME - len(suffix)] + suffix


def _copied(file: File, kept: IO[bytes], name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in file.chunks():
        size += len(chunk)
        if size > settings.BALLAST_UPLOAD_MEGABYTES << 20:
            raise FileTooLarge(name=name, megabytes=settings.BALLAST_UPLOAD_MEGABYTES)
        digest.update(chunk)
        kept.write(chunk)
    return digest.hexdigest(), size
