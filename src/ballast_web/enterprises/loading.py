"""Loading facts in bulk: a snapshot folder into organisations and rows.

Batches are written one by one, so that nobody waits for the whole; until the last one stands, a
table that is new is not yet at hand. Loading a folder again mends what broke off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.versions import Versions
from ballast.facts.snapshot import Snapshot as Folder
from ballast.facts.snapshot import open_snapshot
from ballast.rules.scope import OWNER
from ballast.vocabulary.facts import Entity
from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises.models import FactRow, Snapshot
from ballast_web.enterprises.values import written_row
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import OrganisationKind, Role
from ballast_web.kernel.writes import writing

#: Called with what is being loaded and the share of it that is done, from 0 to 100.
Progress = Callable[[str, float], None]
Row = Mapping[str, Any]
_BATCH = 2000


def _silent(_what: str, _share: float) -> None:
    """Says nothing."""


@dataclass
class Loaded:
    """What came of a load: rows by table, and how many lay outside one's territory."""

    snapshot: Snapshot
    tables: dict[str, int] = field(default_factory=dict)
    refused: int = 0


def load_snapshot(
    acting: Acting, path: Path, progress: Progress = _silent, whole: bool = True
) -> Loaded:
    """Load the folder of facts at `path`; with `whole` it replaces its tables in its region.

    Otherwise its rows join those that are there, or take the place of those with the same key. Rows
    of enterprises outside the territory of `acting` are refused and counted. Raises NotAllowed, and
    what `open_snapshot` raises.
    """
    acting.must_be({Role.OPERATIONS, Role.POLICY, Role.ADMINISTRATOR}, "导入企业数据")
    folder = open_snapshot(path, vocabulary().entities)
    return _Load(acting, folder, progress, whole).run()


class _Load:
    """One load on its way."""

    def __init__(self, acting: Acting, folder: Folder, progress: Progress, whole: bool) -> None:
        self._acting, self._folder, self._progress = acting, folder, progress
        self._whole = whole
        self._codes: dict[str, int] = {}
        manifest = folder.manifest
        self._source = "合成数据" if manifest.synthetic else self._named(manifest.made_from)

    @staticmethod
    def _named(made_from: Mapping[str, str | int]) -> str:
        return f"导入：{'、'.join(str(each) for each in made_from.values())}"[:200]

    def run(self) -> Loaded:
        entities = vocabulary().entities
        names = [name for name in self._folder.tables if name in entities]
        owned = [name for name in names if name == OWNER or entities[name].owner]
        with writing(self._acting):
            loaded = Loaded(self._snapshot())
        for name in sorted(owned, key=lambda name: name != OWNER):
            loaded.tables[name] = self._table(name, entities[name], loaded)
        self._finish(loaded)
        return loaded

    def _snapshot(self) -> Snapshot:
        manifest = self._folder.manifest
        return Snapshot.objects.create(
            path=str(self._folder.path),
            as_of=manifest.as_of,
            known=manifest.known,
            region=manifest.region or "",
            source=self._source,
            synthetic=manifest.synthetic,
            whole=self._whole,
            by=self._acting.person,
        )

    def _table(self, name: str, entity: Entity, loaded: Loaded) -> int:
        """Write a table's rows; how many."""
        total, done, owner = self._folder.manifest.tables[name], 0, entity.owner or entity.key
        for rows in self._batches(name):
            with writing(self._acting):
                enterprises = self._enterprises(name, owner, rows)
                made = [
                    self._row(loaded.snapshot, enterprises[row[owner]], name, str(row[key]), row)
                    for key in [entity.key]
                    for row in rows
                    if row[owner] in enterprises
                ]
                _upsert(made)
            done += len(made)
            loaded.refused += len(rows) - len(made)
            self._progress(entity.label, 100 * done / max(total, 1))
        return done

    def _row(self, snapshot: Snapshot, enterprise: int, table: str, key: str, row: Row) -> FactRow:
        return FactRow(
            snapshot=snapshot,
            enterprise_id=enterprise,
            table=table,
            key=key,
            values=written_row(row),
            source=self._source,
            as_of=snapshot.as_of,
        )

    def _batches(self, name: str) -> Iterator[list[dict[str, Any]]]:
        """The rows that count, of a table with versions those of the snapshot's day."""
        manifest = self._folder.manifest
        versions = Versions(self._folder.histories, manifest.as_of, manifest.known)
        with closing(DuckDB(self._folder.tables, versions=versions)) as engine:
            engine.check_versions()
            reader = engine.connection.table(name).to_arrow_reader(_BATCH)
            for batch in reader:
                yield batch.to_pylist()

    def _enterprises(self, table: str, owner: str, rows: Sequence[Row]) -> Mapping[str, int]:
        """The enterprises of the rows within one's territory; those not known are added."""
        codes = {row[owner] for row in rows}
        if table == OWNER:
            known = _organisations(rows, self._territory)
        else:
            strangers = codes - self._codes.keys()
            held = set(
                Organisation.objects.filter(code__in=strangers).values_list("code", flat=True)
            )
            known = [] if self._territory else [_stranger(code) for code in strangers - held]
        if known:
            Organisation.objects.bulk_create(
                known,
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["name", "region"],
            )
        seen = Organisation.objects.filter(
            code__in=codes - self._codes.keys(),
            kind=OrganisationKind.ENTERPRISE,
            region__startswith=self._territory,
        )
        self._codes.update(seen.values_list("code", "pk"))
        return {code: self._codes[code] for code in codes if code in self._codes}

    @property
    def _territory(self) -> str:
        """The digits of the regions that `acting` answers for; empty for the platform itself."""
        unit = self._acting.organisation
        return "" if unit is None else unit.territory

    def _finish(self, loaded: Loaded) -> None:
        """What the new tables replace goes; from now on they are at hand."""
        snapshot = loaded.snapshot
        if self._whole:
            region = snapshot.region.rstrip("0") if snapshot.region != "100000" else ""
            old = FactRow.objects.filter(
                table__in=loaded.tables,
                enterprise__region__startswith=region,
            ).exclude(snapshot=snapshot)
            with writing(self._acting):
                old._raw_delete(old.db)
        snapshot.tables, snapshot.rows = loaded.tables, sum(loaded.tables.values())
        with writing(self._acting) as log:
            snapshot.save(update_fields=["tables", "rows"])
            log.note("facts.loaded", snapshot, tables=loaded.tables, refused=loaded.refused)


def _upsert(rows: Sequence[FactRow]) -> None:
    FactRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["enterprise", "table", "key"],
        update_fields=["snapshot", "values", "source", "as_of"],
    )


def _organisations(rows: Sequence[Row], territory: str) -> list[Organisation]:
    found = [
        Organisation(
            kind=OrganisationKind.ENTERPRISE,
            code=row["uscc"],
            name=(row.get("name") or row["uscc"])[:200],
            region=_region(row),
        )
        for row in rows
    ]
    return [each for each in found if each.region.startswith(territory)]


def _region(row: Row) -> str:
    """The county, else the city; a town below a city without counties (nine digits) is the city."""
    found: str = row.get("county") or row.get("city") or settings.BALLAST_PROVINCE
    return found[:6]


def _stranger(code: str) -> Organisation:
    """An enterprise that owns something but has no row of its own yet."""
    return Organisation(
        kind=OrganisationKind.ENTERPRISE, code=code, name=code, region=settings.BALLAST_PROVINCE
    )
