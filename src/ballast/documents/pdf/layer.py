"""The text layer of a page: its characters put into lines, and into the cells of ruled tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from ballast.documents.pdf.glyphs import Run, line_of
from ballast.documents.pdf.grid import Grid
from ballast.documents.pdf.lines import Line
from ballast.documents.pdf.words import is_full
from ballast.documents.tables import DITTO


def lines_of(layer: Any, grids: Sequence[Grid]) -> Iterator[Line]:
    """The lines in the order in which the page draws them; rows of its tables, each a line."""
    run, cells, at = Run(layer), _Cells(layer, grids), None
    for index in range(layer.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(layer, index))
        generated = raw.FPDFText_IsGenerated(layer, index) == 1
        inside = cells.find(index) if grids and not generated else at
        if character in "\r\n" or inside != at:
            yield from _closed(run, at, cells)
            run, at = Run(layer), inside
        if character not in "\r\n":
            run.add(index, character, generated)
    yield from _closed(run, at, cells)
    yield from cells.rows()


def _closed(run: Run, at: tuple[int, int, int] | None, cells: _Cells) -> Iterator[Line]:
    """The lines that `run` is; pieces of a cell go to its table."""
    for part in run.parts():
        found = line_of(part)
        if found and at is None:
            yield Line(found[0], *found[1])
        elif found and at:
            yield from cells.add(at, Line(found[0], *found[1]))


@dataclass
class _Cells:
    """The cells of a page's tables, filled as the page draws them."""

    layer: Any
    grids: Sequence[Grid]
    found: dict[tuple[int, int, int], list[Line]] = field(default_factory=dict)

    def find(self, index: int) -> tuple[int, int, int] | None:
        """The table, row and column in which the middle of the character stands."""
        left, bottom, right, top = self.layer.get_charbox(index, loose=True)
        for number, grid in enumerate(self.grids):
            if cell := grid.cell((left + right) / 2, (bottom + top) / 2):
                return number, *cell
        return None

    def add(self, at: tuple[int, int, int], line: Line) -> Iterator[Line]:
        """The next piece of a cell; what was drawn of another table before it is complete."""
        if self.found and at[0] != next(iter(self.found))[0]:
            yield from self.rows()
        self.found.setdefault(at, []).append(line)

    def rows(self) -> Iterator[Line]:
        """The rows of the table that was drawn, each a line with tabs between its cells."""
        found, self.found = self.found, {}
        if not found:
            return
        grid = self.grids[next(iter(found))[0]]
        texts = {at[1:]: _cell(lines, *grid.sides(*at[1:])) for at, lines in found.items()}
        for row, columns in enumerate(grid.rows):
            cells = [texts.get(cell, "") if cell[0] == row else DITTO for cell in columns]
            if any(cell not in ("", DITTO) for cell in cells):
                (left, right), (top, bottom) = grid.xs[:: len(grid.xs) - 1], grid.ys[row : row + 2]
                yield Line("\t".join(cells), left, bottom, right, top, bottom, 0)


def _cell(lines: Sequence[Line], left: float, right: float) -> str:
    """The text of a cell: a space between its paragraphs."""
    padding = max(0.0, min(line.left for line in lines) - left)
    text = lines[0].text.strip()
    for line, following in pairwise(lines):
        room = (right - padding - line.right) / line.em
        text += "" if is_full(line.text, following.text, room) else " "
        text += following.text.strip()
    return text
