"""Files of rows, read lazily: Excel, CSV (UTF-8, GB18030, UTF-16) and Parquet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import TextIO

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from ballast.errors import BadHeader, NotFound, UnreadableFile
from ballast.facts import guard
from ballast.facts.raw import CellError, Raw

Row = tuple[int, Sequence[Raw]]


def _nothing_merged(_below: int) -> str | None:
    return None


_BATCH = 10_000


@dataclass(frozen=True)
class Grid:
    """One sheet: `rows()` gives each row's number as the file shows it and its cells.

    Rows count from 1; the column names of a Parquet file are row 0. `merged(row)` is the first
    range of merged cells that reaches below that row, such as B3:B5, or None.
    """

    path: Path
    name: str
    rows: Callable[[], Iterator[Row]]
    merged: Callable[[int], str | None] = _nothing_merged


def grids(path: Path, sheet: str | None = None) -> list[Grid]:
    """The sheets of the file at `path`: of a workbook the visible ones, or the one named.

    Raises NotFound, UnreadableFile, UnsafeFile, BadHeader (no such sheet).
    """
    if not path.is_file():
        raise NotFound(what="the file", path=path, option="its path")
    kinds: dict[str, Callable[[Path, str | None], list[Grid]]] = {
        **dict.fromkeys((".xlsx", ".xlsm"), _workbook),
        **dict.fromkeys((".csv", ".txt", ".tsv"), _csv),
        **dict.fromkeys((".parquet", ".pq"), _parquet),
    }
    if path.suffix.lower() not in kinds:
        allowed = ".xlsx (save an old .xls as .xlsx), .csv or .parquet"
        raise UnreadableFile(path=path, reason=f"{path.suffix or 'no suffix'}", allowed=allowed)
    return kinds[path.suffix.lower()](path, sheet)


def _workbook(path: Path, sheet: str | None) -> list[Grid]:
    seen = guard.check(path)
    try:
        book = CalamineWorkbook.from_path(path)
    except CalamineError as error:
        raise UnreadableFile(path=path, reason=str(error), allowed=guard.WORKBOOK) from None
    visible = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
    if sheet is not None and sheet not in seen:
        raise BadHeader(place=path, reason=f"no sheet “{sheet}”", allowed=", ".join(visible))
    return [_sheet(path, book, name, seen[name]) for name in ([sheet] if sheet else visible)]


def _sheet(path: Path, book: CalamineWorkbook, name: str, seen: guard.Sheet) -> Grid:
    load = cache(partial(book.get_sheet_by_name, name))

    def rows() -> Iterator[Row]:
        sheet = load()
        left = sheet.start[1] if sheet.start else 0
        for number, cells in enumerate(sheet.iter_rows() if sheet.start else ()):
            yield number + 1, _with_errors([*[None] * left, *cells], seen.errors.get(number, {}))

    return Grid(path, name, rows, lambda below: _merged(load(), below))


def _with_errors(cells: list[Raw], errors: dict[int, str]) -> list[Raw]:
    """The row with the errors that the parser reads as empty cells put back."""
    for column, text in errors.items():
        cells += [None] * (column + 1 - len(cells))
        cells[column] = CellError(text)
    return cells


def _merged(sheet: CalamineSheet, below: int) -> str | None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if bottom >= below:
            letters = guard.column_letters
            return f"{letters(left + 1)}{top + 1}:{letters(right + 1)}{bottom + 1}"
    return None


def _csv(path: Path, _sheet_name: str | None) -> list[Grid]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(4096)
    delimiter = max(",\t;", key=sample.count)

    def rows() -> Iterator[Row]:
        with path.open(encoding=encoding, newline="") as file:
            yield from _records(path, file, delimiter)

    return [Grid(path, "", rows)]


def _records(path: Path, file: TextIO, delimiter: str) -> Iterator[Row]:
    records = csv.reader(file, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(records, 1):
            yield number, cells
    except csv.Error as error:
        reason = f"row {number + 1}: {error}"
        raise UnreadableFile(path=path, reason=reason, allowed="a regular CSV file") from None


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16 by its mark, else whichever of UTF-8 and GB18030 reads the whole file."""
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding) as text:
                while text.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableFile(path=path, reason="its encoding", allowed="text in UTF-8 or GB18030")


def _parquet(path: Path, _sheet_name: str | None) -> list[Grid]:
    try:
        with pq.ParquetFile(path) as file:
            names = file.schema_arrow.names
    except (pa.ArrowInvalid, OSError) as error:
        raise UnreadableFile(path=path, reason=str(error), allowed="a Parquet file") from None

    def rows() -> Iterator[Row]:
        with pq.ParquetFile(path) as file:
            batches = file.iter_batches(batch_size=_BATCH)
            columns = ([column.to_pylist() for column in batch.columns] for batch in batches)
            values = chain.from_iterable(zip(*each, strict=True) for each in columns)
            yield 0, names
            yield from enumerate(values, 1)

    return [Grid(path, "", rows)]
