"""What the pages of a PDF hold: lines, their places, and the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

#: Pieces of a row that stand so many line heights apart are cells.
_CELL_GAP = 1.5
_WORD_GAP = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page and its box, in points from the page's lower left corner.

    `base` is where its characters stand, `em` how wide a Chinese one is; 0 where the line is a row
    of a ruled table.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    em: float

    @property
    def height(self) -> float:
        """How high the line is."""
        return self.top - self.bottom

    def beside(self, other: Line) -> bool:
        """Whether both stand in one row."""
        apart = abs(self.top + self.bottom - other.top - other.bottom) / 2
        return apart < min(self.height, other.height) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a page: their texts, and for each left, bottom, right, top, base and em."""

    texts: list[str]
    places: NDArray[np.float32]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Sheet:
        """The page that holds `lines`."""
        places = [(o.left, o.bottom, o.right, o.top, o.base, o.em) for o in lines]
        return cls([line.text for line in lines], np.array(places, np.float32).reshape(-1, 6))

    def __len__(self) -> int:
        return len(self.texts)

    def without(self, first: int, count: int) -> Sheet:
        """The page without so many lines from the first on."""
        if not count:
            return self
        gone = range(first, first + count)
        return Sheet(
            [text for place, text in enumerate(self.texts) if place not in gone],
            np.delete(self.places, gone, axis=0),
        )

    def is_row(self, place: int) -> bool:
        """Whether the line is a row of a ruled table."""
        return bool(self.places[place, -1] == 0)


def ordered(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines` as they are read: as drawn, if that runs down the page or its columns, else by rows.

    Pieces of one row are then one line, cells parted by tabs.
    """
    if _runs_down(lines):
        return lines
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.top - line.bottom, line.left)):
        if rows and rows[-1][0].beside(line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_joined(sorted(row, key=lambda line: line.left)) for row in rows]


def _runs_down(lines: Sequence[Line]) -> bool:
    right = max((line.right for line in lines[:1]), default=0.0)
    for line, following in pairwise(lines):
        if line.beside(following):
            forward = following.left >= line.left
        else:
            forward = following.top < line.top
        if not forward and following.left < right:
            return False  # neither below, nor to the right, nor at the head of the next column
        right = max(right, following.right) if forward else following.right
    return True


def _joined(row: Sequence[Line]) -> Line:
    first, text = row[0], row[0].text
    for piece, following in pairwise(row):
        gap = (following.left - piece.right) / max(piece.height, 1.0)
        text += "\t" if gap > _CELL_GAP else " " if gap > _WORD_GAP else ""
        text += following.text
    return Line(text, first.left, first.bottom, row[-1].right, first.top, first.base, first.em)
