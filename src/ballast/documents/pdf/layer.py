"""The text layer of a page: its characters put into lines, and into the cells of ruled tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from ballast.documents.pdf.grid import Grid
from ballast.documents.pdf.lines import Line
from ballast.documents.pdf.words import is_full
from ballast.documents.tables import DITTO

Box = tuple[float, float, float, float]
#: How PDFium gives a hyphen at the end of a line: between small letters it only breaks a word.
_BROKEN_WORD = re.compile("(?<=[a-z])[\x02\ufffe](?=[a-z])")
_HYPHENS = re.compile("[\x02\ufffe]")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")
#: Where a typesetter sets off figures from Chinese characters (41 号), it leaves less than this
#: part of a character; PDFium takes that for a space.
_SPACE = 0.4
#: Room of so many spaces behind a space is another.
_SEVERAL = 0.8
#: An average letter is about half as wide as it is high.
_HEIGHT_TO_EM = 1.2


@dataclass
class _Run:
    """Characters in the order of drawing, with those of them that are printed."""

    characters: list[str] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)


def lines_of(layer: Any, grids: Sequence[Grid]) -> Iterator[Line]:
    """The lines in the order in which the page draws them; rows of its tables, each a line."""
    run, cells, at = _Run(), _Cells(layer, grids), None
    for index in range(layer.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(layer, index))
        generated = raw.FPDFText_IsGenerated(layer, index) == 1
        inside = cells.find(index) if grids and not generated else at
        if character in "\r\n" or inside != at:
            yield from _closed(layer, run, at, cells)
            run, at = _Run(), inside
        if character in "\r\n":
            continue
        run.characters.append(_spaces(layer, index, generated) if character == " " else character)
        if not generated and not character.isspace():
            run.shown.append(index)
    yield from _closed(layer, run, at, cells)
    yield from cells.rows()


def _spaces(layer: Any, index: int, generated: bool) -> str:
    """What a space stands for: PDFium takes several that are printed for one, and room for one."""
    if generated:
        return "" if _is_set_off(layer, index) else " "
    if index + 1 >= layer.count_chars():
        return " "
    space, behind = (_box(layer, place) for place in (index, index + 1))
    wide = space[2] - space[0]
    return "  " if 0 < _SEVERAL * wide < behind[0] - space[2] else " "


def _is_set_off(layer: Any, index: int) -> bool:
    """Whether a space that is not printed stands beside a Chinese character, with little room."""
    if not 0 < index < layer.count_chars() - 1:
        return False
    sides = [chr(raw.FPDFText_GetUnicode(layer, place)) for place in (index - 1, index + 1)]
    if not any(map(_WIDE.match, sides)):
        return False
    before, behind = (_box(layer, place) for place in (index - 1, index + 1))
    em = max(box[2] - box[0] for box in (before, behind))
    return -_SPACE * em < behind[0] - before[2] < _SPACE * em


def _box(layer: Any, index: int) -> Box:
    box: Box = layer.get_charbox(index, loose=True)
    return box


def _closed(
    layer: Any, run: _Run, at: tuple[int, int, int] | None, cells: _Cells
) -> Iterator[Line]:
    """The line that `run` is, if it shows anything; a piece of a cell goes to its table."""
    text = _text(run.characters)
    if not run.shown or not text.strip():
        return
    first, last = _box(layer, run.shown[0]), _box(layer, run.shown[-1])
    bottom, top = min(first[1], last[1]), max(first[3], last[3])
    base, em = _base(layer, run.shown[0]), _em(layer, run.shown, top - bottom)
    line = Line(text, first[0], bottom, last[2], top, base, em)
    if at is None:
        yield line
    else:
        yield from cells.add(at, line)


def _text(characters: Sequence[str]) -> str:
    """Characters outside Unicode's plane 0 come in halves."""
    halves = "".join(characters).encode("utf-16-le", "surrogatepass")
    text = _BROKEN_WORD.sub("", halves.decode("utf-16-le", "replace")).replace("\f", " ")
    return _HYPHENS.sub("-", text)


def _base(layer: Any, index: int) -> float:
    across, up = raw.c_double(), raw.c_double()
    raw.FPDFText_GetCharOrigin(layer, index, across, up)
    return float(up.value)


def _em(layer: Any, shown: Sequence[int], height: float) -> float:
    """How wide a Chinese character of the line is; by the height where it has none."""
    for index in shown:
        if _WIDE.match(chr(raw.FPDFText_GetUnicode(layer, index))):
            box = _box(layer, index)
            return max(box[2] - box[0], 1.0)
    return max(height / _HEIGHT_TO_EM, 1.0)


@dataclass
class _Cells:
    """The cells of a page's tables, filled as the page draws them."""

    layer: Any
    grids: Sequence[Grid]
    found: dict[tuple[int, int, int], list[Line]] = field(default_factory=dict)

    def find(self, index: int) -> tuple[int, int, int] | None:
        """The table, row and column in which the middle of the character stands."""
        left, bottom, right, top = _box(self.layer, index)
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
