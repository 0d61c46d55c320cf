"""Import of one table: every rejected cell is listed, nothing valid is lost.

A row with a rejected cell is left out and listed, cell by cell. With `partial` such a row is kept
and the cell is unknown, which is listed too; a rejected key, owner or day of a version always
leaves the row out. A rejected cell never becomes unknown in silence.

A sheet that says when its rows hold (生效日期) or were known (获知日期) may have a key several
times: these rows are versions of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ballast.errors import BadCell, BadHeader, OtherSnapshot, TableExists, UnknownTable
from ballast.facts import headers, sheets
from ballast.facts.cells import Reader, reader
from ballast.facts.findings import Finding, Findings, Outcome
from ballast.facts.headers import Header
from ballast.facts.history import History, history, with_versions
from ballast.facts.raw import Raw, Value, shown
from ballast.facts.schema import arrow_schema, is_required
from ballast.facts.sheets import Grid
from ballast.facts.snapshot import (
    MANIFEST,
    Manifest,
    Snapshot,
    open_snapshot,
    parquet_path,
    write_manifest,
    writer,
)
from ballast.vocabulary import uscc
from ballast.vocabulary.declared import Declared
from ballast.vocabulary.facts import VERSION_FACTS, Entity

_BATCH = 10_000


@dataclass(frozen=True)
class Request:
    """What to import: files of the table `entity` into the snapshot folder `out`.

    `sheet` names a workbook's sheet; `rejects` is the CSV of findings (default in `out`);
    `region` and `known_at`, the day on which the facts were known, are stated in a new snapshot.
    """

    files: tuple[Path, ...]
    entity: str
    out: Path
    as_of: date
    region: str | None = None
    sheet: str | None = None
    rejects: Path | None = None
    partial: bool = False
    replace: bool = False
    known_at: date | None = None

    @property
    def findings(self) -> Path:
        """The CSV of findings."""
        return self.rejects or self.out / f"{self.entity}.rejects.csv"


@dataclass
class Report:
    """What came of an import: rows read and imported, findings, and each file's header."""

    findings: Findings
    read: int = 0
    imported: int = 0
    headers: dict[str, Header] = field(default_factory=dict)


def import_table(request: Request, declared: Declared) -> Report:
    """Import the files into the snapshot, which is made if it is not there.

    Raises UnknownTable, TableExists, OtherSnapshot, BadHeader, and what `sheets.grids` raises. The
    snapshot changes only when every file has been read.
    """
    if request.entity not in declared.entities:
        raise UnknownTable(given=request.entity, allowed=", ".join(declared.entities))
    before = _before(request, declared)
    chosen = [_choose(path, request, declared) for path in request.files]
    request.out.mkdir(parents=True, exist_ok=True)
    partial = request.out / f".{request.entity}.partial"
    try:
        with Findings(request.findings) as findings:
            report = Report(findings, headers={_place(grid): header for grid, header in chosen})
            _Intake(request, declared, report, _owners(request, declared, before)).run(
                chosen, partial
            )
        partial.replace(parquet_path(request.out, request.entity))
    finally:
        partial.unlink(missing_ok=True)
    _record(request, before, report.imported)
    return report


def _before(request: Request, declared: Declared) -> Snapshot | None:
    """The snapshot that the table is added to, if it is there and fits."""
    if not (request.out / MANIFEST).is_file():
        return None
    others = {n: e for n, e in declared.entities.items() if n != request.entity}
    before = open_snapshot(request.out, others)
    manifest = before.manifest
    if manifest.synthetic:
        raise OtherSnapshot(path=request.out, what="synthetic facts", given="a file of real ones")
    if manifest.as_of != request.as_of:
        given = f"--as-of {request.as_of}"
        raise OtherSnapshot(path=request.out, what=f"the facts of {manifest.as_of}", given=given)
    if request.region and manifest.region and manifest.region != request.region:
        given = f"--region {request.region}"
        raise OtherSnapshot(path=request.out, what=f"the region {manifest.region}", given=given)
    if request.known_at and manifest.known != request.known_at:
        given, what = f"--known-at {request.known_at}", f"facts known on {manifest.known}"
        raise OtherSnapshot(path=request.out, what=what, given=given)
    if request.entity in manifest.tables and not request.replace:
        raise TableExists(path=request.out, table=request.entity)
    return before


def _record(request: Request, before: Snapshot | None, rows: int) -> None:
    source = "、".join(path.name for path in request.files)
    tables, told = {request.entity: rows}, {request.entity: source}
    if before:
        tables = before.manifest.tables | tables
        told = {k: str(v) for k, v in before.manifest.made_from.items()} | told
    region = request.region or (before.manifest.region if before else None)
    manifest = Manifest(
        region=region,
        as_of=request.as_of,
        known_at=before.manifest.known_at if before else request.known_at,
        synthetic=False,
        source="导入",
        made_from=dict(told),
        tables=tables,
    )
    write_manifest(request.out, manifest)


def _choose(path: Path, request: Request, declared: Declared) -> tuple[Grid, Header]:
    """The sheet of the file that has the table's header. Raises BadHeader."""
    entity = with_versions(declared.entities[request.entity])
    grids = sheets.grids(path, request.sheet)
    found = [(grid, _header(grid, entity)) for grid in grids]
    fitting = [(grid, header) for grid, header in found if header]
    if len(fitting) > 1:
        names = ", ".join(grid.name for grid, _ in fitting)
        raise BadHeader(place=path, reason=f"the sheets {names} all fit", allowed="one, by --sheet")
    if not fitting:
        raise BadHeader(
            place=path,
            reason=f"no row of the first {headers.DEPTH} names the key of {entity.label}"
            f"{_closest(grids, entity)}",
            allowed="a header with at least " + ", ".join(headers.required(entity)),
        )
    grid, header = fitting[0]
    if span := grid.merged(header.row):
        reason = f"the cells {span} are merged, so all but the first are empty"
        raise BadHeader(place=path, reason=reason, allowed="a table without merged cells")
    return grid, header


def _header(grid: Grid, entity: Entity) -> Header | None:
    try:
        return headers.find(list(islice(grid.rows(), headers.DEPTH)), entity)
    except BadHeader as error:
        place = f"{_place(grid)}, {error.facts['place']}"
        raise BadHeader(**(error.facts | {"place": place})) from None


def _closest(grids: Sequence[Grid], entity: Entity) -> str:
    """Titles of the first rows that are near to the key's label, to help find a misspelling."""
    wanted = {entity.key, entity.facts[entity.key].label}
    for grid in grids:
        for number, row in islice(grid.rows(), headers.DEPTH):
            for title in headers.titles(row):
                if title and headers.nearest(title, entity) in wanted:
                    return f" (row {number} has “{title}”)"
    return ""


def _place(grid: Grid) -> str:
    return f"{grid.path.name}[{grid.name}]" if grid.name else grid.path.name


def _owners(request: Request, declared: Declared, before: Snapshot | None) -> frozenset[str] | None:
    """The enterprises of the snapshot, where the table's rows are owned by them."""
    if not declared.entities[request.entity].owner or not before:
        return None
    if "enterprise" not in before.tables:
        return None
    key = declared.entities["enterprise"].key
    return frozenset(pq.read_table(before.table("enterprise"), columns=[key])[key].to_pylist())


class _Intake:
    """The rows of all files of one request on their way into one Parquet file."""

    def __init__(
        self,
        request: Request,
        declared: Declared,
        report: Report,
        owners: frozenset[str] | None,
    ) -> None:
        self._request = request
        self._declared = declared.entities[request.entity]
        self._entity = with_versions(self._declared)
        self._codelists = declared.codelists
        self._report = report
        self._owners = owners
        self._seen: dict[tuple[Value, ...], str] = {}
        self._history: History | None = None

    def run(self, chosen: Sequence[tuple[Grid, Header]], path: Path) -> None:
        given = (column.name for _, header in chosen for column in header.columns)
        self._history = history(self._declared, given)
        schema = arrow_schema(self._declared, self._history.columns if self._history else ())
        with writer(path, schema) as out:
            rows = (row for grid, header in chosen for row in self._rows(grid, header))
            while batch := list(islice(rows, _BATCH)):
                self._report.imported += len(batch)
                out.write_table(pa.Table.from_pylist(batch, schema))

    def _rows(self, grid: Grid, header: Header) -> Iterator[dict[str, Value]]:
        readers = [
            (column, reader(self._entity.facts[column.name], column.factor, self._codelists))
            for column in header.columns
        ]
        sheet = _Sheet(_place(grid), self._request.partial, self._entity, readers, header)
        for number, cells in grid.rows():
            if number <= header.row or _is_empty(cells):
                continue
            self._report.read += 1
            values, findings = sheet.read(number, cells)
            findings += self._relations(sheet, number, values)
            for finding in findings:
                self._report.findings.add(finding)
            if not any(finding.outcome == "rejected" for finding in findings):
                self._seen[self._identity(values)] = f"{sheet.place} row {number}"
                yield values

    def _relations(self, sheet: _Sheet, row: int, values: dict[str, Value]) -> list[Finding]:
        """What is wrong with a row among the others: a key used before, an owner not there."""
        found = []
        key, owner = self._entity.key, self._entity.owner
        if (first := self._seen.get(self._identity(values))) is not None:
            own = "a key not used, or another day" if self._history else "a key not used"
            found.append(sheet.finding(row, key, values[key], f"{own}; see {first}"))
        if owner and self._is_stranger(values.get(owner)):
            expected = "an enterprise of this snapshot"
            found.append(sheet.finding(row, owner, values[owner], expected, "confirm"))
        found += [
            sheet.finding(row, name, value, doubt, "confirm")
            for name, value in values.items()
            if isinstance(value, str) and (doubt := self._doubt(name, value))
        ]
        return found

    def _identity(self, values: dict[str, Value]) -> tuple[Value, ...]:
        """What no other row may have: the key, or that of a version with its days."""
        days = self._history.days if self._history else ()
        return tuple(values.get(name) for name in (self._entity.key, *days))

    def _is_stranger(self, owner: Value) -> bool:
        return self._owners is not None and owner is not None and owner not in self._owners

    def _doubt(self, name: str, code: str) -> str | None:
        """Why a person should confirm a code that was accepted; None if there is no reason."""
        listed = self._entity.facts[name].codelist
        if listed == "uscc":
            if uscc.status(code) == "valid":
                return None
            return "both check characters to fit; one does not, please confirm the code"
        entry = self._codelists[listed].known(code) if listed else None
        if entry is None or entry.valid_on(self._request.as_of):
            return None
        valid = f"a code valid on {self._request.as_of}"
        return f"{valid}; it became {entry.successor}" if entry.successor else valid


def _is_empty(cells: Sequence[Raw]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


@dataclass(frozen=True)
class _Sheet:
    """One sheet's columns and how to read them."""

    place: str
    partial: bool
    entity: Entity
    readers: Sequence[tuple[headers.Column, Reader]]
    header: Header

    def read(self, row: int, cells: Sequence[Raw]) -> tuple[dict[str, Value], list[Finding]]:
        """A row's values and what is wrong with its cells."""
        values: dict[str, Value] = {}
        findings = list(self._shifted(row, cells))
        for column, read in self.readers:
            raw = cells[column.place] if column.place < len(cells) else None
            try:
                values[column.name] = read(raw)
                if values[column.name] is None and is_required(self.entity, column.name):
                    findings.append(self.finding(row, column.name, raw, "a value in every row"))
            except BadCell as error:
                expected = str(error.facts["expected"])
                findings.append(self.finding(row, column.name, raw, expected, self._bad(column)))
        return values, findings

    def finding(
        self, row: int, name: str, raw: Raw, expected: str, outcome: Outcome = "rejected"
    ) -> Finding:
        """A finding in this sheet; the column is called by its title there."""
        title = next(c.title for c in self.header.columns if c.name == name)
        return Finding(self.place, row, title, shown(raw), expected, outcome)

    def _bad(self, column: headers.Column) -> Outcome:
        asked = is_required(self.entity, column.name) or column.name in VERSION_FACTS
        keep = self.partial and not asked
        return "unknown" if keep else "rejected"

    def _shifted(self, row: int, cells: Sequence[Raw]) -> Iterator[Finding]:
        """A row longer or shorter than the header: in a CSV, a comma too many or too few."""
        width = self.header.width
        if len(cells) < width or not _is_empty(cells[width:]):
            given = f"{len(cells)} cells"
            yield Finding(self.place, row, "", given, f"{width} cells, as the header", "rejected")
