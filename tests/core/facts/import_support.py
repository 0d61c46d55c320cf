"""Tables for the tests of imports: how they are written, imported and read back."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import xlsxwriter

from ballast.content import home
from ballast.facts.intake import Report, Request, import_table
from ballast.facts.snapshot import open_snapshot
from ballast.vocabulary import uscc
from ballast.vocabulary.declared import load_declared

DECLARED = load_declared(home("vocabulary"))
ENTERPRISE = DECLARED.entities["enterprise"]
FIRMS = [uscc.build("440100", serial) for serial in range(5)]
DAY = date(2022, 12, 31)


def write_csv(path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return path


def write_excel(path: Path, rows: Sequence[Sequence[object]], name: str = "Sheet1") -> Path:
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(name)
    for number, row in enumerate(rows):
        page.write_row(number, 0, [float(c) if isinstance(c, Decimal) else c for c in row])
    book.close()
    return path


def run(folder: Path, *files: Path, **rest: Any) -> Report:
    request = Request(files, rest.pop("entity", "enterprise"), folder / "out", DAY)
    return import_table(replace(request, **rest), DECLARED)


def stored(folder: Path, *columns: str, table: str = "enterprise") -> list[tuple[Any, ...]]:
    path = open_snapshot(folder / "out", DECLARED.entities).table(table)
    return [tuple(row.values()) for row in pq.read_table(path, columns=list(columns)).to_pylist()]
