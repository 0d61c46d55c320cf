"""Tables of a page: which rows hold data, and cells that reach over several rows."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from ballast.documents.tables import DITTO

_TABLE_TAG = re.compile(r"<(?:(/)(?=tr|table)|(?=[a-z]))(tr|td|th|table)\b", re.IGNORECASE)
_FEWEST_CELLS = 3
#: Cells further right are not taken down: a hostile page would grow without end.
_MOST_COLUMNS = 30
_ROWSPAN = re.compile(r"""\browspan\s*=\s*["']?(\d{1,3})""", re.IGNORECASE)


class Rows:
    """The rows of data in a page, asked from its start to its end.

    A row holds data if it has three cells or more, or stands below such a one; a page that is laid
    out by tables has its paragraphs in cells, and those are lines of their own.
    """

    def __init__(self, page: str) -> None:
        self._rows = deque(_rows(page))
        self._reach: dict[int, int] = {}
        self._column = 0

    def holds(self, at: int) -> bool:
        """Whether the tag at `at` stands inside a row of data."""
        while self._rows and self._rows[0][1] <= at:
            self._rows.popleft()
        return bool(self._rows) and self._rows[0][0] < at

    def begin(self) -> str:
        """What stands for the start of a row."""
        self._column = 0
        return "\n"

    def end(self) -> str:
        """What stands for the end of a row: what reaches down into its last columns."""
        return (self._reaching() if self._column else "") + "\n"

    def cell(self, attributes: str) -> str:
        """What stands before a cell: a tab, and a ditto mark for each cell from above before it."""
        reaching = self._reaching()
        found = _ROWSPAN.search(attributes)
        if found and self._column < _MOST_COLUMNS:
            self._reach[self._column] = int(found[1]) - 1
        self._column += 1
        return reaching + "\t"

    def table(self) -> None:
        """A table starts or ends: nothing reaches into the next."""
        self._reach, self._column = {}, 0

    def _reaching(self) -> str:
        first = self._column
        while self._reach.get(self._column, 0) > 0:
            self._reach[self._column] -= 1
            self._column += 1
        return f"\t{DITTO}" * (self._column - first)


def _rows(page: str) -> Iterator[tuple[int, int]]:
    start, cells, data = -1, 0, False
    for found in _TABLE_TAG.finditer(page):
        closing, name = found[1], found[2].lower()
        if closing and name == "tr" and start >= 0 and (data or cells >= _FEWEST_CELLS):
            data = True
            yield start, found.start()
        if name == "table":
            data = False
        if name in ("tr", "table"):
            start, cells = (found.start(), 0) if name == "tr" and not closing else (-1, 0)
        else:
            cells += 1
