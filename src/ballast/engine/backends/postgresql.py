"""PostgreSQL: facts by COPY in, the same query, packed verdicts by COPY out to Parquet.

Traps that this file answers: names beyond 63 bytes are cut off silently (made to fit); what a stage
computes is repeated at each use when PostgreSQL merges stages (OFFSET 0 keeps them apart and costs
nothing); / between integers and between NUMERICs differ (DIV); JIT costs more than such a query.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg.abc import Buffer
from psycopg.conninfo import conninfo_to_dict
from pyarrow import csv
from sqlglot import exp

from ballast.engine.backends import Engine, Progress, silent
from ballast.engine.collecting import uncollected
from ballast.engine.identifiers import fit, fitted
from ballast.engine.layout import Layout
from ballast.engine.plan import Plan
from ballast.engine.query import query
from ballast.engine.scaled import WIDE, retype
from ballast.engine.schemas import passing_schema
from ballast.engine.stored import plain_schema, sql_type
from ballast.engine.versions import Versions, held_as
from ballast.errors import EngineUnreachable

#: Bytes of a name; the rest is cut off.
LONGEST_NAME = 63
#: Bytes of verdicts that are turned into Parquet at once.
PORTION = 16 * 2**20
_ARROW = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DATE": pa.date32(),
}


def connect(
    tables: Mapping[str, Path], _out: Path, address: str | None, versions: Versions
) -> PostgreSQL:
    """PostgreSQL at `address` (libpq's defaults if None). Raises EngineUnreachable."""
    return PostgreSQL(address or "", tables, versions=versions)


class PostgreSQL(Engine):
    """A connection over tables of facts, in a schema of its own that goes with it.

    Where the process is killed, the next one that loads tables drops what it left.

    `address` is a connection string of libpq. Without `tables`, the tables that already stand in
    `schema` are judged, and nothing there is changed.
    """

    def __init__(
        self,
        address: str,
        tables: Mapping[str, Path] | None = None,
        schema: str = "public",
        versions: Versions | None = None,
    ) -> None:
        self.connection = _opened(address)
        self.NAME = f"postgresql {self.connection.info.server_version}"
        self.versions = versions or Versions()
        self.owned = passing_schema(self._rows) if tables is not None else None
        self._run(f"SET search_path = {_quoted(self.owned or schema)}")
        self._run("SET jit = off")
        try:
            for table, path in (tables or {}).items():
                self._table(table, path)
        except BaseException:
            self.close()
            raise

    def _table(self, table: str, path: Path) -> None:
        """The table, or where it holds versions all of them and a view of those that count."""
        if table not in self.versions.histories:
            self._load(table, path)
            return
        self._load(held_as(table), path)
        counting = _written(self.versions.counting(table, held_as(table)))
        self._run(f"CREATE VIEW {_quoted(table)} AS {counting}")

    def _run(self, statement: str) -> psycopg.Cursor[Any]:
        return self.connection.execute(statement.encode())

    def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What a statement gives; nothing where it gives no rows."""
        cursor = self._run(statement)
        return cursor.fetchall() if cursor.description else []

    def _load(self, table: str, path: Path) -> None:
        """A table of the snapshot, without the write-ahead log: it does not outlive the run."""
        name, schema = _quoted(table), plain_schema(path)
        columns = ", ".join(f"{_quoted(each.name)} {sql_type(each.type)}" for each in schema)
        with pq.ParquetFile(path) as file, self.connection.transaction():
            self._run(f"CREATE UNLOGGED TABLE {name} ({columns})")
            copy = f"COPY {name} FROM STDIN (FORMAT csv)".encode()
            with self.connection.cursor() as cursor, cursor.copy(copy) as into:
                for batch in file.iter_batches():
                    into.write(_as_csv(pa.Table.from_batches([batch]).cast(schema)))
        self._run(f"ANALYZE {name}")

    def first(self, statement: exp.Expression) -> Sequence[Any]:
        """The first row of a query; empty where there is none."""
        return self._run(_written(statement)).fetchone() or ()

    @staticmethod
    def sql(plan: Plan, pretty: bool = False) -> str:
        """The plan's query in PostgreSQL's words; columns in the order of the layout."""
        with uncollected():
            statement = query(plan)
            for stage in statement.find_all(exp.CTE):
                stage.this.offset(0, copy=False)
            retype(statement, WIDE, "NUMERIC")
            return _written(statement, pretty)

    def rows(self, plan: Plan) -> list[dict[str, Any]]:
        """The packed verdicts of every row, in memory."""
        found = self._run(self.sql(plan)).fetchall()
        return [dict(zip(plan.layout.columns, row, strict=True)) for row in found]

    def write(self, plan: Plan, path: Path, progress: Progress = silent) -> None:
        """Write the packed verdicts of every row to the Parquet file at `path`."""
        total = self.count(plan.subject)
        copy = f"COPY ({self.sql(plan)}) TO STDOUT (FORMAT csv)".encode()
        with (
            pq.ParquetWriter(path, arrow_schema(plan.layout)) as writer,
            self.connection.cursor() as cursor,
            cursor.copy(copy) as out,
        ):
            done = 0
            for portion in _portions(out):
                table = _from_csv(portion, plan.layout)
                writer.write_table(table)
                done += table.num_rows
                progress(100 * done / total)
        progress(100.0)

    def close(self) -> None:
        """Drop what was loaded and close the connection."""
        if self.owned:
            self._run(f"DROP SCHEMA {self.owned} CASCADE")
        self.connection.close()


def _opened(address: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(address, autocommit=True)
    except psycopg.Error as error:
        raise EngineUnreachable(
            engine="postgresql",
            address=_without_password(address) or "the default of libpq",
            reason=error,
            example="postgresql://user@host/database",
        ) from None


def _without_password(address: str) -> str:
    try:
        given = conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        return "a connection string that cannot be read"
    return " ".join(f"{name}={value}" for name, value in given.items() if name != "password")


def _written(statement: exp.Expression, pretty: bool = False) -> str:
    fit(statement, LONGEST_NAME)
    return statement.sql(dialect="postgres", identify=True, copy=False, pretty=pretty)


def _quoted(name: str) -> str:
    return exp.to_identifier(fitted(name, LONGEST_NAME), quoted=True).sql(dialect="postgres")


def _as_csv(table: pa.Table) -> bytes:
    """CSV in which null is nothing and an empty text is a pair of quotes, as PostgreSQL reads."""
    sink = BytesIO()
    csv.write_csv(table, sink, csv.WriteOptions(include_header=False, quoting_style="all_valid"))
    return sink.getvalue()


def _portions(rows: Iterable[Buffer]) -> Iterator[bytes]:
    """Whole rows, joined until they are worth a table."""
    gathered = BytesIO()
    for row in rows:
        gathered.write(row)
        if gathered.tell() >= PORTION:
            yield gathered.getvalue()
            gathered = BytesIO()
    if gathered.tell():
        yield gathered.getvalue()


def arrow_schema(layout: Layout) -> pa.Schema:
    """The packed columns as Parquet holds them."""
    return pa.schema([(name, _ARROW[kind]) for name, kind in layout.columns.items()])


def _from_csv(rows: bytes, layout: Layout) -> pa.Table:
    schema = arrow_schema(layout)
    return csv.read_csv(
        BytesIO(rows),
        csv.ReadOptions(column_names=schema.names, block_size=len(rows) + 1),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
