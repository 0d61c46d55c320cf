"""A sheet given back with its wrong cells in red, each with a comment: what is expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

_RED = PatternFill("solid", fgColor="FFC7CE")
_YELLOW = PatternFill("solid", fgColor="FFEB9C")
_OUTCOMES = {"rejected": "本行未导入", "unknown": "按未知导入", "confirm": "已导入，请核对"}


@dataclass(frozen=True)
class Mark:
    """A cell (row and column from 1; column 0 is the whole row), what it holds and should hold."""

    sheet: str
    row: int
    column: int
    title: str
    value: str
    expected: str
    outcome: str

    @property
    def told(self) -> str:
        """The comment."""
        return f"{self.expected}（{_OUTCOMES[self.outcome]}）"


def mark(path: Path, out: Path, marks: Iterable[Mark]) -> None:
    """Write the workbook at `path` to `out` with its cells marked; what is a formula stays text."""
    book = load_workbook(path)
    for each in marks:
        page = book[each.sheet] if each.sheet in book.sheetnames else book.worksheets[0]
        cell = page.cell(row=each.row, column=max(each.column, 1))
        cell.fill = _YELLOW if each.outcome == "confirm" else _RED
        cell.comment = Comment(each.told, "压舱石", width=260, height=90)
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
    book.save(out)
