"""Whose code it is that somebody asks about: an enterprise's, a city's, a bank's, a parcel's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.versions import Versions
from ballast.errors import UnknownEnterprise
from ballast.facts.snapshot import Snapshot
from ballast.rules.derived import Vocabulary
from ballast.rules.scope import OWNER

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Whom:
    """Who has the code `key`: what it is, its name if one is known, the tables it can have rows in.

    An enterprise can have rows in every table of what enterprises own; a city has its own alone.
    """

    key: str
    label: str
    name: str | None
    tables: frozenset[str]

    def __str__(self) -> str:
        return f"{self.label} {self.key}" + (f" {self.name}" if self.name else "")


def whom(
    key: str, vocabulary: Vocabulary, snapshot: Snapshot, day: date, known_at: date | None = None
) -> Whom:
    """Who has the code `key` in the snapshot. Raises UnknownEnterprise where nobody has."""
    versions = Versions(snapshot.histories, day, known_at)
    found = held(DuckDB(snapshot.tables, versions=versions), vocabulary, key)
    if found is None:
        raise UnknownEnterprise(uscc=key, path=snapshot.path)
    return found


def held(engine: DuckDB, vocabulary: Vocabulary, key: str) -> Whom | None:
    """Who has the code `key` in the engine's tables; None where nobody has.

    An owner whose own row is not at hand is an enterprise all the same.
    """
    owned = [table for table, entity in vocabulary.entities.items() if entity.owner]
    rows = {
        table: found[0]
        for table in vocabulary.entities
        if table not in owned and (found := rows_of(engine, vocabulary, table, key))
    }
    if OWNER in rows or any(rows_of(engine, vocabulary, table, key) for table in owned):
        rows = {OWNER: rows.get(OWNER, {}), **rows}
    if not rows:
        return None
    label = "、".join(vocabulary.entities[table].label for table in rows)
    names = (_name(table, row, vocabulary) for table, row in rows.items())
    tables = {*rows, *(owned if OWNER in rows else ())}
    return Whom(key, label, next(filter(None, names), None), frozenset(tables))


def rows_of(engine: DuckDB, vocabulary: Vocabulary, table: str, key: str) -> list[dict[str, Any]]:
    """The rows of `table` that `key` owns, or the row that it names; none of an absent table."""
    if table not in engine.tables:
        return []
    entity = vocabulary.entities[table]
    return engine.select(table, entity.owner or entity.key, key, order=entity.key)


def _name(table: str, row: Row, vocabulary: Vocabulary) -> str | None:
    """What the row is called: by its column `name`, or by the classification of its key."""
    entity = vocabulary.entities[table]
    codelist = vocabulary.codelists.get(entity.facts[entity.key].codelist or "")
    if row.get("name") is not None or codelist is None:
        return row.get("name")
    return codelist.label(row[entity.key])
