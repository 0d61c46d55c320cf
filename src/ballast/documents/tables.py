"""Tables of tasks (任务分工表): rows of number, task, responsible unit and time limit.

A table is told from its head, whatever the format: a page gives a row as a line, cells by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from ballast.documents.text import Text

Column = Literal["number", "heading", "text", "lead", "units", "due"]

#: What the head of a column says, in the order in which it is asked.
_COLUMNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    ("number", re.compile(r"序号|编号|项次")),
    ("lead", re.compile(r"(?:牵头|主办|主责|第一责任)(?:责任)?(?:单位|部门|处室|科室)?")),
    (
        "units",
        re.compile(r"(?:责任|落实|实施|承办|负责|配合|协办|参与)*(?:单位|部门|主体|处室|科室)"),
    ),
    ("due", re.compile(r".*(?:时限|期限|时间|节点|进度)(?:要求|安排)?")),
    ("text", re.compile(r".{0,6}(?:任务|措施|内容|事项|举措|要求)(?:清单|内容|分解)?")),
)
#: What stands in a cell that says the same as the one above.
DITTO = "〃"
_AS_ABOVE = frozenset((DITTO, "同上"))
_NUMBER = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,4}[)）]?[.、]?")
_LONGEST_CAPTION = 60
#: So many tabs make a line a row: two parts of a line are no table.
_ROW_TABS = 2


class Row(NamedTuple):
    """A task: what stands in each column that the head names.

    `more`: what its further rows add, where the cell of the task reaches over several.
    """

    cells: Mapping[Column, Text]
    more: tuple[Mapping[Column, Text], ...] = ()

    def every(self, column: Column) -> Iterator[Text]:
        """The cells of a column, over all rows of the task."""
        return (cells[column] for cells in (self.cells, *self.more) if column in cells)


class TaskTable(NamedTuple):
    """A table of tasks: its places in the text, the line above it, its rows with a task."""

    start: int
    end: int
    caption: Text | None
    rows: tuple[Row, ...]


class _Line(NamedTuple):
    start: int
    end: int
    cells: tuple[tuple[int, int], ...]


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return line.count("\t") >= _ROW_TABS


def task_tables(text: Text) -> tuple[TaskTable, ...]:
    """The tables of tasks in `text`, in order."""
    view = text.view
    return tuple(_tables(text, view)) if "\t" in view else ()


def _tables(text: Text, view: str) -> Iterator[TaskTable]:
    lines = list(_lines(view))
    place = 0
    while place < len(lines):
        columns = _head(view, lines[place])
        found = list(_below(lines, place + 1)) if columns else []
        if columns and found:
            kept = tuple(_rows(text, view, found, columns))
            caption = _caption(text, lines[place - 1]) if place else None
            yield TaskTable(lines[place].start, found[-1].end, caption, kept)
        place += 1 + (lines.index(found[-1], place) - place if found else 0)


def _lines(view: str) -> Iterator[_Line]:
    at = 0
    for line in view.split("\n"):
        ends = [at + i for i, c in enumerate(line) if c == "\t"] if "\t" in line else []
        starts = [at, *(end + 1 for end in ends)]
        yield _Line(at, at + len(line), tuple(zip(starts, [*ends, at + len(line)], strict=True)))
        at += len(line) + 1


def _head(view: str, line: _Line) -> tuple[Column | None, ...] | None:
    """What the columns are, if the line is the head of a table of tasks."""
    if len(line.cells) <= _ROW_TABS:
        return None
    columns = [_column(re.sub(r"\s", "", view[start:end])) for start, end in line.cells]
    tasks = [place for place, column in enumerate(columns) if column == "text"]
    if not tasks or not {"units", "lead"} & set(columns):
        return None
    for place in tasks[:-1]:
        columns[place] = "heading" if place == tasks[0] else None
    return tuple(columns)


def _column(name: str) -> Column | None:
    return next((column for column, names in _COLUMNS if names.fullmatch(name)), None)


def _below(lines: Sequence[_Line], first: int) -> Iterator[_Line]:
    """The rows below a head; a line of one cell between two rows names a group of them."""
    for place in range(first, len(lines)):
        line, last = lines[place], place + 1 == len(lines)
        if len(line.cells) > 1:
            yield line
        elif line.start == line.end or last or len(lines[place + 1].cells) <= _ROW_TABS:
            return


def _rows(
    text: Text, view: str, lines: Sequence[_Line], columns: Sequence[Column | None]
) -> Iterator[Row]:
    task: Row | None = None
    above: dict[Column, Text] = {}
    for line in lines:
        cells = _row(text, view, line, columns)
        same = {column for column, cell in cells.items() if cell.value in _AS_ABOVE}
        own = {column: cell for column, cell in cells.items() if column not in same}
        if not cells.keys() & {"number", "text"}:
            continue  # which cells are missing, nobody can tell
        goes_on = task and "text" not in own and not ("number" in own and _charges(own))
        if goes_on and task:
            task = task._replace(more=(*task.more, own))
            continue
        yield from (task,) if task else ()
        inherited = same if "text" in own else {*same, "text"}
        above = own | {column: above[column] for column in inherited & {*above}}
        task = Row(above) if "text" in above else None
    yield from (task,) if task else ()


def _charges(cells: Mapping[Column, Text]) -> bool:
    """Whether a row names who is responsible, or until when."""
    return not {"lead", "units", "due"}.isdisjoint(cells)


def _row(
    text: Text, view: str, line: _Line, columns: Sequence[Column | None]
) -> dict[Column, Text]:
    """The cells by their columns. Cells that are missing were joined with those of a row above.

    That is so at the left, unless the row has its own number, or a mark for it: then at the right.
    """
    first = view[slice(*line.cells[0])].strip()
    numbered = columns[0] == "number" and (_NUMBER.fullmatch(first) or first in _AS_ABOVE)
    shift = 0 if numbered else max(0, len(columns) - len(line.cells))
    cells: dict[Column, Text] = {}
    for column, place in zip(columns[shift:], line.cells, strict=False):
        cell = text[slice(*place)].strip()
        if column and cell.value:
            cells.setdefault(column, cell)
    if "text" not in cells and "heading" in cells and cells["heading"].value not in _AS_ABOVE:
        cells["text"] = cells.pop("heading")
    return cells


def _caption(text: Text, line: _Line) -> Text | None:
    caption = text[line.start : line.end].strip()
    return caption if 0 < len(caption) <= _LONGEST_CAPTION and "。" not in caption.value else None
