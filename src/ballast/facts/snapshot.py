"""A snapshot: a folder with one Parquet file a table and `snapshot.yaml` that says what it is.

The same facts give the same bytes: nothing in it tells when or where it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from pydantic import Field

from ballast import __version__
from ballast.errors import BadTable, MissingTable, NotFound, UnreadableFile
from ballast.facts.history import History, history
from ballast.facts.schema import differences, is_required
from ballast.sources import load, sha256
from ballast.vocabulary.facts import Declaration, Entity

MANIFEST = "snapshot.yaml"
MADE_BY = f"ballast {__version__}"


class Manifest(Declaration):
    """What `snapshot.yaml` says; `tables` gives each table's number of rows.

    `as_of` is the day whose facts these are, `known_at` that on which they were known, if another;
    `region` the six-digit code they cover, if one; `made_from` each table's files, or the arguments
    of a synthetic snapshot.
    """

    region: str | None = None
    as_of: date
    known_at: date | None = None
    synthetic: bool
    source: str
    made_by: str = MADE_BY
    made_from: dict[str, str | int] = Field(default_factory=dict)
    tables: dict[str, int]

    @property
    def known(self) -> date:
        """The day on which these facts were known."""
        return self.known_at or self.as_of


@dataclass(frozen=True)
class Snapshot:
    """A validated snapshot folder; `tables` holds the Parquet file of each table.

    `histories` are the tables that hold several versions of a row.
    """

    path: Path
    manifest: Manifest
    tables: Mapping[str, Path]
    histories: Mapping[str, History] = field(default_factory=dict)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of each table's file, read once."""
        return {name: sha256(path) for name, path in self.tables.items()}

    def table(self, name: str) -> Path:
        """The Parquet file of the table `name`. Raises MissingTable."""
        if name not in self.tables:
            held = ", ".join(self.tables) or "none"
            raise MissingTable(path=self.path, table=name, tables=held)
        return self.tables[name]


def open_snapshot(folder: Path, entities: Mapping[str, Entity]) -> Snapshot:
    """The snapshot in `folder`, every declared table checked against `entities`.

    Raises NotFound (no snapshot.yaml), Invalid (a bad one), MissingTable (its file is gone),
    UnreadableFile (no Parquet) or BadTable (missing columns, wrong types, nulls in a key, rows
    other than stated).
    """
    if not (folder / MANIFEST).is_file():
        raise NotFound(what="a snapshot of facts", path=folder / MANIFEST, option="--facts")
    manifest, _ = load(folder / MANIFEST, Manifest)
    tables = {name: parquet_path(folder, name) for name in manifest.tables}
    histories: dict[str, History] = {}
    for name, path in tables.items():
        if not path.is_file():
            raise MissingTable(path=folder, table=name, tables=", ".join(tables))
        if name in entities:
            columns = _check(folder, name, entities[name], manifest.tables[name])
            if found := history(entities[name], columns):
                histories[name] = found
    return Snapshot(folder, manifest, tables, histories)


def parquet_path(folder: Path, table: str) -> Path:
    """Where the table of that name lies in a snapshot folder."""
    return folder / f"{table}.parquet"


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `snapshot.yaml`."""
    told = manifest.model_dump(exclude=set() if manifest.known_at else {"known_at"})
    text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """A Parquet writer as every table uses it: decimals as integers, so that they scan fast."""
    repeated = [each.name for each in schema if each.type == pa.string() and each.nullable]
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in repeated if name != "name"],
        store_decimal_as_integer=True,
    )


def _check(folder: Path, name: str, entity: Entity, rows: int) -> list[str]:
    """The columns of a table that fits."""
    path = parquet_path(folder, name)
    try:
        with pq.ParquetFile(path) as file:
            listing = differences(entity, file.schema_arrow) or _nulls(entity, file.metadata)
            stored, columns = file.metadata.num_rows, list(file.schema_arrow.names)
    except (pa.ArrowInvalid, OSError) as error:
        raise UnreadableFile(path=path, reason=str(error), allowed="a Parquet file") from None
    if stored != rows:
        listing.append(f"{stored} rows, but {MANIFEST} says {rows}")
    if listing:
        raise BadTable(table=name, path=folder, listing="\n".join(f"  {line}" for line in listing))
    return columns


def _nulls(entity: Entity, metadata: pq.FileMetaData) -> list[str]:
    """Required columns that hold nulls, by the statistics in the file's footer."""
    found = []
    for place in range(metadata.num_columns):
        column = metadata.schema.column(place).path
        if column not in entity.facts or not is_required(entity, column):
            continue
        chunks = (metadata.row_group(g).column(place) for g in range(metadata.num_row_groups))
        stated = (chunk.statistics for chunk in chunks if chunk.is_stats_set)
        if nulls := sum(each.null_count or 0 for each in stated):
            found.append(f"{column}: {nulls} rows without a value, expected none")
    return found
