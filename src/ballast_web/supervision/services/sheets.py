"""Sheets that people fill in: a workbook with notes, read in a child, marked cell by cell."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, BinaryIO

import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ballast_web.errors import BadValue, PlatformError
from ballast_web.kernel import sandbox, uploads
from ballast_web.kernel.acting import Acting

#: Rows of a sheet that are read.
MOST_ROWS = 2000
#: The work of the child processes.
_READ = "ballast_web.payments.receipt_cells:cells"
_MARK = "ballast_web.supervision.apart.sheets:mark"


@dataclass(frozen=True)
class Column:
    """A column to fill in; `filled` ones are the platform's own words, there to be read.

    `fields` are other names by which errors tell of it.
    """

    title: str
    told: str
    width: int = 18
    needed: bool = False
    choices: tuple[str, ...] = ()
    filled: bool = False
    fields: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The title, with * where it must be filled in."""
        return f"{self.title}{'*' if self.needed else ''}"


@dataclass(frozen=True)
class Form:
    """A kind of sheet: where its uploads lie, its columns, the one at which a row is told wrong."""

    folder: str
    columns: tuple[Column, ...]
    key: str


@dataclass(frozen=True)
class Row:
    """A row as it stands in the sheet: its number, and its cells by title."""

    number: int
    cells: Mapping[str, str]

    def get(self, title: str) -> str:
        """The cell, or nothing."""
        return self.cells.get(title, "")


Wrong = tuple[Row, PlatformError]


@dataclass(frozen=True)
class Outcome:
    """What became of a sheet: how many were made of it, or which cells were wrong."""

    name: str
    done: int
    marks: list[dict[str, Any]] = field(default_factory=list)


#: Makes something of the rows of a sheet: how many, or what is wrong and nothing is made.
Settle = Callable[[str, list[Row]], tuple[int, list[Wrong]]]


def workbook(form: Form, rows: Iterable[Sequence[str]] = ()) -> BinaryIO:
    """An open file with a workbook to fill in, some of it filled in, and its notes."""
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("填报")
    bold, text = book.add_format({"bold": True, "bg_color": "#DCE6F1"}), book.add_format()
    text.set_num_format("@")
    page.freeze_panes(1, 1)
    for place, column in enumerate(form.columns):
        page.set_column(place, place, column.width, text)
        page.write_string(0, place, column.heading, bold)
        if column.choices:
            chosen = {"validate": "list", "source": list(column.choices)}
            page.data_validation(1, place, MOST_ROWS, place, chosen)
    for line, cells in enumerate(rows, 1):
        for place, cell in enumerate(cells):
            page.write_string(line, place, cell)
    _noted(book, form)
    book.close()
    file.seek(0)
    opened: BinaryIO = file
    return opened


def _noted(book: Any, form: Form) -> None:
    page, bold = book.add_worksheet("填写说明"), book.add_format({"bold": True})
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 90)
    for place, title in enumerate(("列名", "怎么填")):
        page.write_string(0, place, title, bold)
    for line, column in enumerate(form.columns, 1):
        page.write_string(line, 0, f"第{line}列：{column.heading}")
        page.write_string(line, 1, column.told)


def receive(acting: Acting, form: Form, upload: UploadedFile, settle: Settle) -> Outcome:
    """Read the sheet in a child process and settle its rows; what is wrong is marked in its cells.

    Raises BadValue, FileTooLarge, and what `sandbox.run` raises.
    """
    if PurePath(upload.name or "").suffix.lower() != ".xlsx":
        raise BadValue(field="文件", given=upload.name, allowed="由本页下载的Excel工作簿（.xlsx）")
    folder = _folder(acting, form)
    with tempfile.TemporaryDirectory(dir=folder) as passing:
        kept = uploads.keep(upload, Path(passing))
        cells = sandbox.run(_READ, {"path": str(kept.path)}, what=kept.name)
        titles, rows = _rows(form, cells)
        done, wrong = settle(kept.name, rows)
        found = Outcome(kept.name, done, [_mark(form, titles, *each) for each in wrong])
        (folder / "marked.xlsx").unlink(missing_ok=True)
        if found.marks:
            order = {"path": str(kept.path), "out": str(folder / "marked.xlsx")}
            sandbox.run(_MARK, {**order, "marks": found.marks}, what=kept.name)
    told = json.dumps(vars(found), ensure_ascii=False)
    (folder / "result.json").write_text(told, encoding="utf-8")
    return found


def _rows(form: Form, cells: list[list[str]]) -> tuple[list[str], list[Row]]:
    """The titles as they stand, and the rows that are not empty. Raises BadValue."""
    titles = [each.strip(" *") for each in cells[0]] if cells else []
    wanted = [each.title for each in form.columns if each.needed]
    if missing := [each for each in wanted if each not in titles]:
        allowed = "由本页下载的模板，首行是列名"
        raise BadValue(field="文件", given=f"缺少“{'、'.join(missing)}”列", allowed=allowed)
    if len(cells) > MOST_ROWS + 1:
        raise BadValue(field="文件", given=f"超过{MOST_ROWS}行", allowed=f"至多{MOST_ROWS}行")
    rows = [
        Row(number, dict(zip(titles, each, strict=False)))
        for number, each in enumerate(cells[1:], 2)
        if any(each)
    ]
    return titles, rows


def _mark(form: Form, titles: list[str], row: Row, error: PlatformError) -> dict[str, Any]:
    """Which cell is wrong, and what it should hold."""
    title = _told_at(form, titles, str(error.facts.get("field", "")))
    return {
        "sheet": "",
        "row": row.number,
        "column": titles.index(title) + 1 if title in titles else 1,
        "title": title,
        "value": row.get(title),
        "expected": str(error),
        "outcome": "rejected",
    }


def _told_at(form: Form, titles: list[str], named: str) -> str:
    """The column of the sheet at which an error of a field is told."""
    found = (each.title for each in form.columns if named in (each.title, *each.fields))
    title = next(found, form.key)
    return title if title in titles else form.key


def last_outcome(acting: Acting, form: Form) -> Outcome | None:
    """What became of the last sheet of this kind that this person uploaded."""
    path = _folder(acting, form) / "result.json"
    return Outcome(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def marked(acting: Acting, form: Form) -> Path | None:
    """The last sheet of this person with its wrong cells marked, if it has any."""
    path = _folder(acting, form) / "marked.xlsx"
    return path if path.is_file() else None


def _folder(acting: Acting, form: Form) -> Path:
    """Where this person's sheets lie; each replaces the one before."""
    key = acting.membership.pk if acting.membership else 0
    folder: Path = settings.BALLAST_HOME / form.folder / str(key)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
