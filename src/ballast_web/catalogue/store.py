"""The library's folders: one for each version, written whole, renamed into place, never changed.

A number belongs to whoever wrote its row in the database first; a folder without a row is left over
from a write that did not end, and gives way.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

#: Files by path below the library: `<issuer>/<year>-<slug>/<file>.yaml`; None takes one away.
Changes = Mapping[str, str | None]


def home() -> Path:
    """Where the versions lie."""
    path: Path = settings.BALLAST_HOME / "library"
    return path


def folder_of(number: int) -> Path:
    """Where version `number` lies."""
    return home() / str(number)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of the library in `folder`, by path, in order."""
    files = sorted(folder.glob("*/*/*.yaml"))
    return {path.relative_to(folder).as_posix(): digest(path.read_bytes()) for path in files}


def digest(content: bytes) -> str:
    """SHA-256, as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def whole(files: Mapping[str, str]) -> str:
    """The digest of a library whose files have the digests `files`."""
    lines = "".join(f"{path} {files[path]}\n" for path in sorted(files))
    return digest(lines.encode())


@contextmanager
def laid_over(base: Path, changes: Changes) -> Iterator[Path]:
    """A folder, for a while, with the library of `base` and `changes` laid over it."""
    place = home()
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix=".laid-") as name:
        made = Path(name) / "library"
        _copy(base, made)
        lay(changes, made)
        yield made


def lay(changes: Changes, folder: Path) -> None:
    """Write `changes` into `folder`."""
    for path, text in changes.items():
        target = folder / path
        target.unlink(missing_ok=True)
        if text is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")


def _copy(base: Path, made: Path) -> None:
    """The library's own files, nothing else that may lie about."""
    made.mkdir()
    for path in base.glob("*/*/*.yaml"):
        target = made / path.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def put(made: Path, number: int) -> None:
    """Make `made` version `number`: read-only, on the disk, and in its place at one stroke."""
    target = folder_of(number)
    if target.exists() and digests(target) == digests(made):
        return
    for path in sorted(made.rglob("*"), reverse=True):
        if path.is_file():
            path.chmod(0o444)
            _settled(path)
    if target.exists():
        shutil.rmtree(target)
    made.rename(target)
    _settled(home())


def _settled(path: Path) -> None:
    """Wait until the disk holds `path`."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
