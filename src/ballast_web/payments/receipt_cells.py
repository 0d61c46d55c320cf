"""A receipt file's cells as text, behind the guard. Without Django: a child process runs it."""

from __future__ import annotations

from pathlib import Path

from ballast.facts.raw import shown
from ballast.facts.sheets import grids

#: No receipt is longer; what lies beyond is another kind of file.
_MOST = 20_000


def cells(path: str) -> list[list[str]]:
    """The rows of the first sheet of an Excel or CSV file, at most 20,000, each cell as text.

    Raises UnsafeFile, UnreadableFile.
    """
    found: list[list[str]] = []
    for _, row in grids(Path(path))[0].rows():
        found.append([shown(cell).strip() for cell in row])
        if len(found) > _MOST:
            break
    return found
