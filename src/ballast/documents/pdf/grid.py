"""Ruled tables: the cells between the rules that a page draws."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pypdfium2 import raw

#: A rule is so thin, in points; rules so near are one, and so near they touch.
_THIN, _NEAR = 3.0, 3.0
#: A page with more rules is a drawing or a map, and would take long.
_MOST_RULES, _MOST_CELLS, _MOST_TABLES = 3_000, 3_000, 20
_MOST_POINTS = 5
Rule = tuple[float, float, float, float]


@dataclass(frozen=True)
class Grid:
    """A table: the places of its rules from left to right and from top to bottom, and its cells.

    `rows` has for each row its cells from left to right, each named by the row and column in which
    it begins: a cell that reaches over several stands in the list of each row.
    """

    xs: Sequence[float]
    ys: Sequence[float]
    rows: Sequence[Sequence[tuple[int, int]]]
    ends: Sequence[Sequence[int]]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell that holds a point."""
        if not (self.xs[0] < x < self.xs[-1] and self.ys[-1] < y < self.ys[0]):
            return None
        row = bisect_right(self.ys, -y, key=lambda place: -place) - 1
        column = bisect_right(self.xs, x) - 1
        return self.rows[row][bisect_right(self.ends[row], column)]

    def sides(self, row: int, column: int) -> tuple[float, float]:
        """The left and the right side of the cell that begins at `row` and `column`."""
        end = self.ends[row][self.rows[row].index((row, column))]
        return self.xs[column], self.xs[end]


def grids(page: Any) -> list[Grid]:
    """The tables with two columns or more, in the order in which they stand."""
    rules = [*_rules(page)]
    flat = np.array([rule for rule in rules if rule[3] - rule[1] <= _THIN], np.float64)
    steep = np.array([rule for rule in rules if rule[3] - rule[1] > _THIN], np.float64)
    if len(flat) < 2 or len(steep) < 3 or len(rules) > _MOST_RULES:
        return []
    found = filter(None, (_grid(*part) for part in _parts(flat, steep)))
    return sorted(islice(found, _MOST_TABLES), key=lambda grid: -grid.ys[0])


def _rules(page: Any) -> Iterator[Rule]:
    """The boxes of straight rules, and of the sides of rectangles."""
    for count, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if count > _MOST_RULES:
            return
        left, bottom, right, top = shape.get_bounds()
        if min(right - left, top - bottom) <= _THIN < max(right - left, top - bottom):
            yield left, bottom, right, top
        elif 1 < raw.FPDFPath_CountSegments(shape) <= _MOST_POINTS and _has_stroke(shape):
            yield from (
                (left, bottom, right, bottom),
                (left, top, right, top),
                (left, bottom, left, top),
                (right, bottom, right, top),
            )


def _has_stroke(shape: Any) -> bool:
    mode, stroke = raw.c_int(), raw.FPDF_BOOL()
    return bool(raw.FPDFPath_GetDrawMode(shape, mode, stroke)) and bool(stroke.value)


def _parts(
    flat: NDArray[np.float64], steep: NDArray[np.float64]
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """The rules of each table: those that touch, directly or over others."""
    touch = (
        (flat[:, None, 0] - _NEAR <= steep[None, :, 2])
        & (steep[None, :, 0] <= flat[:, None, 2] + _NEAR)
        & (flat[:, None, 1] - _NEAR <= steep[None, :, 3])
        & (steep[None, :, 1] <= flat[:, None, 3] + _NEAR)
    )
    left = np.ones(len(flat), np.bool_)
    while left.any():
        rows, columns = np.zeros(len(flat), np.bool_), np.zeros(len(steep), np.bool_)
        new = np.flatnonzero(left)[:1]
        while len(new):
            rows[new] = True
            reached = np.flatnonzero(touch[new].any(axis=0) & ~columns)
            columns[reached] = True
            new = np.flatnonzero(touch[:, reached].any(axis=1) & ~rows)
        left &= ~rows
        yield flat[rows], steep[columns]


def _grid(flat: NDArray[np.float64], steep: NDArray[np.float64]) -> Grid | None:
    xs = _places((steep[:, 0] + steep[:, 2]) / 2)
    ends_of_page = (steep[:, 1].min(), steep[:, 3].max())  # a row may go on there without a rule
    ys = _places([*((flat[:, 1] + flat[:, 3]) / 2), *ends_of_page])[::-1]
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
        return None
    rows: list[list[tuple[int, int]]] = []
    ends: list[list[int]] = []
    for row in range(len(ys) - 1):
        cuts = [x for x in range(1, len(xs) - 1) if _is_parted(steep, xs[x], ys, row)]
        cells = [(row, start) for start in (0, *cuts)]
        rows.append([_above(flat, cell, xs, ys, rows) for cell in cells])
        ends.append([*cuts, len(xs) - 1])
    return Grid(xs, ys, rows, ends)


def _places(values: Iterable[float]) -> list[float]:
    """Where rules stand, from the least: those that are near are one."""
    made: list[float] = []
    for value in sorted(values):
        if not made or value - made[-1] > _NEAR:
            made.append(float(value))
    return made


def _is_parted(steep: NDArray[np.float64], x: float, ys: Sequence[float], row: int) -> bool:
    """Whether a rule at `x` stands between the cells of a row."""
    middle = (ys[row] + ys[row + 1]) / 2
    near = np.abs((steep[:, 0] + steep[:, 2]) / 2 - x) <= _NEAR
    return bool((near & (steep[:, 1] <= middle) & (middle <= steep[:, 3])).any())


def _above(
    flat: NDArray[np.float64],
    cell: tuple[int, int],
    xs: Sequence[float],
    ys: Sequence[float],
    rows: Sequence[Sequence[tuple[int, int]]],
) -> tuple[int, int]:
    """The cell itself, or the one above it if no rule parts them."""
    row, column = cell
    middle = (xs[column] + xs[column + 1]) / 2
    near = np.abs((flat[:, 1] + flat[:, 3]) / 2 - ys[row]) <= _NEAR
    parted = (near & (flat[:, 0] <= middle) & (middle <= flat[:, 2])).any()
    same = (above for above in rows[row - 1] if above[1] == column) if row and not parted else ()
    return next(iter(same), cell)
