"""What a workbook may not be, checked before the parser of workbooks sees it.

A workbook of five kilobytes can make a parser ask for 549 GB: two cells in opposite corners. So,
beside what no zipped file may be (`ballast.guard`), no cell lies beyond `MOST_CELLS`. Cells that
hold an Excel error (#N/A, #DIV/0!) are noted on the way, since the parser used later reads them as
empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from ballast.errors import UnreadableFile
from ballast.guard import (
    DAMAGE,
    Limits,
    check_parts,
    is_xml,
    pieces,
    plain_parser,
    refuse,
    unreadable,
)

MOST_PARTS = 5_000
MOST_BYTES = 2 * 1024**3
#: Real sheets inflate 10 to 40 times; a part of a megabyte or more that inflates further is a bomb.
MOST_RATIO = 400
#: Cells of the rectangle that a sheet spans: the parser holds all of them, empty or not.
MOST_CELLS = 60_000_000
WORKBOOK = "an .xlsx workbook without a password (save an old .xls as .xlsx)"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Sheet:
    """What the guard saw of one worksheet part: its last row and column, and its error cells.

    `errors` maps rows to columns, both from 0, to the error's text.
    """

    rows: int = 0
    columns: int = 0
    errors: dict[int, dict[int, str]] = field(default_factory=dict)


def check(path: Path) -> dict[str, Sheet]:
    """The sheets of the workbook at `path` by name. Raises UnsafeFile, UnreadableFile."""
    try:
        with ZipFile(path) as archive, path.open("rb") as file:
            parts = archive.infolist()
            check_parts(path, parts, Limits(MOST_PARTS, MOST_BYTES, MOST_RATIO))
            book = _Book(path)
            for part in parts:
                book.read(file, part)
            return book.by_name()
    except DAMAGE as error:
        raise unreadable(path, error, WORKBOOK) from None


class _Book:
    """What was seen in the parts of a workbook."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sheets: dict[str, Sheet] = {}
        self._identifiers: dict[str, str] = {}
        self._targets: dict[str, str] = {}

    def read(self, file: BinaryIO, part: ZipInfo) -> None:
        """Inflate one part, whatever it is; read it as XML if its name says so."""
        parser = self._parser(part.filename) if is_xml(part.filename) else None
        for piece in pieces(self._path, file, part):
            if parser:
                parser.Parse(piece, False)
        if parser:
            parser.Parse(b"", True)

    def by_name(self) -> dict[str, Sheet]:
        """The sheets by the names that people see."""
        parts = {name: self._targets.get(key, "") for name, key in self._identifiers.items()}
        if not parts or not all(part in self._sheets for part in parts.values()):
            reason = "it has no list of sheets, or sheets of charts only"
            raise UnreadableFile(path=self._path, reason=reason, allowed=WORKBOOK)
        return {name: self._sheets[part] for name, part in parts.items()}

    def _parser(self, name: str) -> expat.XMLParserType:
        parser = plain_parser(self._path, name)
        if name == "xl/workbook.xml":
            parser.StartElementHandler = self._listed
        elif name == "xl/_rels/workbook.xml.rels":
            parser.StartElementHandler = self._related
        elif name.startswith("xl/") and "sheets/" in name and "_rels" not in name:
            self._sheets[name] = _Cells(self._path, name, parser).sheet
        return parser

    def _listed(self, tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            key = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self._identifiers[attributes.get("name", "")] = key

    def _related(self, tag: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "").removeprefix("/xl/").removeprefix("./")
        self._targets[attributes.get("Id", "")] = f"xl/{target}"


class _Cells:
    """Handlers that keep the sheet's extent and error cells."""

    def __init__(self, path: Path, name: str, parser: expat.XMLParserType) -> None:
        self.sheet = Sheet()
        self._place = (path, name)
        self._parser = parser
        self._error: tuple[int, int] | None = None
        self._letters: set[str] = set()
        self._digits = ""
        parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = _local(tag)
        if kind == "c":
            self._cell(attributes)
        elif kind == "v" and self._error:  # not f, the formula
            self._parser.CharacterDataHandler = self._text
        elif kind == "row" and "r" in attributes:
            self._reach("A" + attributes["r"])
        elif kind == "dimension":
            self._reach(attributes.get("ref", "A1").rpartition(":")[2])

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "A1")
        letters = reference.rstrip("0123456789")
        if letters not in self._letters or reference[len(letters) :] != self._digits:
            self._reach(reference)
        if attributes.get("t") == "e":
            if "r" not in attributes:
                path, name = self._place
                refuse(path, f"{name} has an error cell without a reference", "cells with one")
            row, column = self._error = self._reach(reference)
            self.sheet.errors.setdefault(row, {})[column] = ""
            self._parser.EndElementHandler = self._end

    def _text(self, text: str) -> None:
        if self._error:
            row, column = self._error
            self.sheet.errors[row][column] += text

    def _end(self, tag: str) -> None:
        kind = _local(tag)
        if kind == "v":
            self._parser.CharacterDataHandler = None
        elif kind == "c":
            self._error = self._parser.EndElementHandler = None

    def _reach(self, reference: str) -> tuple[int, int]:
        """Row and column (from 0) of a reference; the sheet's extent grows to it."""
        path, name = self._place
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            refuse(path, f"{name} refers to the cell “{reference}”", "references like B12")
        row, column, sheet = int(found[2]), column_number(found[1]), self.sheet
        sheet.rows, sheet.columns = max(row, sheet.rows), max(column, sheet.columns)
        if sheet.rows * sheet.columns > MOST_CELLS:
            reason = f"{name} spans {sheet.rows} rows × {sheet.columns} columns"
            refuse(path, reason, f"{MOST_CELLS} cells; delete the unused rows and columns")
        self._letters.add(found[1])
        self._digits = found[2]
        return row - 1, column - 1


def _local(tag: str) -> str:
    """The tag without its prefix: the parser used later does not look at namespaces either."""
    return tag[tag.rfind(":") + 1 :]


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
