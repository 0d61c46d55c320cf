"""What is done with a sheet of projects apart from the platform: objections put into its cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ballast_web.enterprises.marking import Mark, mark

#: Rows of a sheet among which its header is looked for.
_DEPTH = 30


def objected(task: dict[str, Any]) -> list[dict[str, Any]]:
    """Mark each of `objections` (key, column, value, expected) in the workbook `sheet`.

    What is marked already in `marked` stays marked. Returns the marks, as findings are told.
    """
    sheet, out = Path(task["sheet"]), Path(task["marked"])
    path = out if out.is_file() else sheet
    book = load_workbook(path, read_only=False)
    marks = [
        each for page in book.worksheets for each in _marks(page, task["key"], task["objections"])
    ]
    mark(path, out, marks)
    return [vars(each) for each in marks]


def _marks(page: Worksheet, key: str, objections: list[dict[str, str]]) -> Iterator[Mark]:
    """The objections whose rows are found on the page by the key in their own column."""
    header = next((row for row in page.iter_rows(max_row=_DEPTH) if key in _titles(row)), None)
    if header is None:
        return
    titles = _titles(header)
    wanted = {each["key"]: each for each in objections}
    column = titles.index(key)
    for row in page.iter_rows(min_row=header[0].row + 1):
        each = wanted.get(str(row[column].value or "").strip())
        if each is not None:
            at = titles.index(each["column"]) if each["column"] in titles else column
            yield Mark(
                page.title,
                row[0].row,
                at + 1,
                titles[at],
                each["value"],
                each["expected"],
                "rejected",
            )


def _titles(row: Any) -> list[str]:
    """The titles of a header without units and the asterisk of what must be filled in."""
    return [str(cell.value or "").partition("（")[0].strip(" *") for cell in row]
