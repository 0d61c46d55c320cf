"""What a run rests on, told by content: the SHA-256 of each file."""

from __future__ import annotations

import os
from pathlib import Path

from ballast.rules.derived import Vocabulary
from ballast.sources import sha256


def digests(vocabulary: Vocabulary) -> dict[str, str]:
    """The digest of each file that says what a fact is, by its path in the vocabulary's folder."""
    folder = vocabulary.folder
    if folder is None:
        return {}
    declared = sorted([*folder.glob("facts/*.yaml"), *folder.glob("derived/*.yaml")])
    lists = [folder / f"{name}.csv" for name in sorted(vocabulary.codelists)]
    return {path.relative_to(folder).as_posix(): sha256(path) for path in (*declared, *lists)}


def path_from(folder: Path, path: Path) -> str:
    """How one gets to `path` from `folder`; the whole path where they share no drive."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()
