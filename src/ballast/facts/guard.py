"""What a zipped Office file may not be, checked before any parser of such files sees it.

A workbook of five kilobytes can make a parser ask for 549 GB: two cells in opposite corners. So
every part is inflated here in bounded pieces, and every XML part read by expat: no bombs, no sizes
that lie, no DTD or entities, no cell beyond `MOST_CELLS`. Cells that hold an Excel error (#N/A,
#DIV/0!) are noted on the way, since the parser used later reads them as empty.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ballast.errors import UnreadableFile, UnsafeFile

MOST_PARTS = 5_000
MOST_BYTES = 2 * 1024**3
#: Real sheets inflate 10 to 40 times; a part of a megabyte or more that inflates further is a bomb.
MOST_RATIO = 400
#: Cells of the rectangle that a sheet spans: the parser holds all of them, empty or not.
MOST_CELLS = 60_000_000
WORKBOOK = "an .xlsx workbook without a password (save an old .xls as .xlsx)"
_PIECE = 1 << 20
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
            _check_parts(path, parts)
            book = _Book(path)
            for part in parts:
                book.read(file, part)
            return book.by_name()
    except (BadZipFile, zlib.error, struct.error, expat.ExpatError) as error:
        raise UnreadableFile(path=path, reason=str(error), allowed=WORKBOOK) from None


def _check_parts(path: Path, parts: list[ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or len({part.filename for part in parts}) < len(parts):
        _refuse(path, f"{len(parts)} parts, or one name twice", f"{MOST_PARTS} parts, each once")
    if sum(part.file_size for part in parts) > MOST_BYTES:
        _refuse(path, "it unpacks to too much", f"{MOST_BYTES // 1024**2} MB")
    for part in parts:
        if part.file_size > max(MOST_RATIO * part.compress_size, 1 << 20):
            _refuse(path, f"{part.filename} unpacks beyond measure", f"{MOST_RATIO} times")
        if part.flag_bits & 1 or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            _refuse(
                path, f"{part.filename} is encrypted or packed oddly", "stored or deflated parts"
            )


def _refuse(path: Path, reason: str, allowed: str) -> NoReturn:
    raise UnsafeFile(path=path, reason=reason, allowed=allowed)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _inflated(file: BinaryIO, part: ZipInfo) -> Iterator[bytes]:
    """The part's bytes in pieces of at most a megabyte, read past what the headers claim."""
    file.seek(part.header_offset)
    name, extra = struct.unpack("<26x2H", file.read(30))
    file.seek(name + extra, 1)
    left = part.compress_size
    inflate = zlib.decompressobj(-15) if part.compress_type == ZIP_DEFLATED else None
    while left > 0 and (packed := file.read(min(left, _PIECE))):
        left -= len(packed)
        while packed and inflate:
            yield inflate.decompress(packed, _PIECE)
            packed = inflate.unconsumed_tail
        if packed:
            yield packed
    if inflate:
        yield inflate.flush()


class _Book:
    """What was seen in the parts of a workbook."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sheets: dict[str, Sheet] = {}
        self._identifiers: dict[str, str] = {}
        self._targets: dict[str, str] = {}

    def read(self, file: BinaryIO, part: ZipInfo) -> None:
        """Inflate one part, whatever it is; read it as XML if its name says so."""
        parser = self._parser(part.filename) if _is_xml(part.filename) else None
        size = 0
        for piece in _inflated(file, part):
            size += len(piece)
            if size > part.file_size:
                _refuse(self._path, f"{part.filename} is larger than it says", "true sizes")
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
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = partial(self._doctype, name)
        if name == "xl/workbook.xml":
            parser.StartElementHandler = self._listed
        elif name == "xl/_rels/workbook.xml.rels":
            parser.StartElementHandler = self._related
        elif name.startswith("xl/") and "sheets/" in name and "_rels" not in name:
            self._sheets[name] = _Cells(self._path, name, parser).sheet
        return parser

    def _doctype(self, name: str, *_: object) -> None:
        _refuse(self._path, f"{name} declares a document type or entities", "plain XML parts")

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
                _refuse(path, f"{name} has an error cell without a reference", "cells with one")
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
            _refuse(path, f"{name} refers to the cell “{reference}”", "references like B12")
        row, column, sheet = int(found[2]), column_number(found[1]), self.sheet
        sheet.rows, sheet.columns = max(row, sheet.rows), max(column, sheet.columns)
        if sheet.rows * sheet.columns > MOST_CELLS:
            reason = f"{name} spans {sheet.rows} rows × {sheet.columns} columns"
            _refuse(path, reason, f"{MOST_CELLS} cells; delete the unused rows and columns")
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
