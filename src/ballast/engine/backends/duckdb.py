"""DuckDB, the embedded default: Parquet in, packed verdicts in Parquet out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from uuid import uuid4

import duckdb
from sqlglot import exp

from ballast.engine.backends import Engine, Progress, silent
from ballast.engine.collecting import uncollected
from ballast.engine.columns import named, quoted
from ballast.engine.filling import filled, text, written
from ballast.engine.layout import Layout
from ballast.engine.plan import Plan
from ballast.engine.query import query
from ballast.engine.sql import among
from ballast.engine.stored import parquet_parts
from ballast.engine.versions import Versions, held_as
from ballast.engine.watching import watched
from ballast.errors import NoAddress


def connect(
    tables: Mapping[str, Path], out: Path, address: str | None, versions: Versions
) -> DuckDB:
    """DuckDB over `tables`. Raises NoAddress where one is given."""
    if address is not None:
        raise NoAddress(engine="duckdb", address=address)
    return DuckDB(tables, out, versions=versions)


#: Columns of many different values (amounts) are not tried as dictionaries for long.
_STORED = """
COPY (SELECT * FROM rows) TO $path
(FORMAT parquet, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1000)
"""
_IN_ORDER = "SELECT * FROM rows ORDER BY key, $owner"
_VERSIONS = "CREATE VIEW made AS SELECT * FROM rows"
_OF_VALUE = "SELECT * FROM rows WHERE $column = ? ORDER BY $order"

#: Rows of a row group as DuckDB writes them, bytes of a value (8 unless told), what a copy needs
#: beside its row groups, and what it gets at least: with less, threads wait for each other.
ROW_GROUP = 122_880
WIDTHS = {"VARCHAR": 24, "INTEGER": 4, "DATE": 4}
BASE = 256 * 2**20
LEAST = 1000 * 2**20


class DuckDB(Engine):
    """One connection that reaches the given Parquet files and the folder `out`, nothing else.

    The whitelist of the language is the first fence, this is the second: no other file, no network,
    no extension, no change of settings. What does not fit in memory is spilled into `out`.

    Of a table with a history, `versions` says which rows there are.
    """

    #: The engine's name and version: another version may pack the same verdicts in other bytes.
    NAME = f"duckdb {duckdb.__version__}"

    def __init__(
        self,
        tables: Mapping[str, Path] | None = None,
        out: Path | None = None,
        threads: int | None = None,
        versions: Versions | None = None,
    ) -> None:
        self.connection = duckdb.connect()
        self.versions = versions or Versions()
        self.tables = frozenset(tables or ())
        reached = [path.resolve().parent for path in (tables or {}).values()]
        reached += [out.resolve()] if out else []
        spill = (out.resolve() if out else Path(gettempdir())) / f".spill-{uuid4().hex}"
        self._set("allowed_directories", [f"{folder}/" for folder in reached])
        self._set("temp_directory", str(spill))
        if threads:
            self._set("threads", threads)
        self._set("enable_external_access", False)
        self._set("allowed_configs", ["memory_limit"])
        self._set("lock_configuration", True)
        for table, path in (tables or {}).items():
            self._view(table, path)

    def _view(self, table: str, path: Path) -> None:
        held = self.connection.read_parquet(str(path.resolve()))
        if table not in self.versions.histories:
            held.create_view(table)
            return
        held.create_view(held_as(table))
        counting = self.versions.counting(table, held_as(table))
        self.run(filled(_VERSIONS, {"made": table, "rows": counting}))

    def _set(self, name: str, value: object) -> None:
        self.connection.execute(f"SET {name} = {literal(value)}")

    def first(self, statement: exp.Expression) -> Sequence[Any]:
        """The first row of a query of few; empty where there is none."""
        rows = self.connection.execute(written(statement)).fetchall()
        return rows[0] if rows else ()

    def select(self, table: str, column: str, value: str, order: str) -> list[dict[str, Any]]:
        """The rows of `table` whose `column` is `value`, by `order`."""
        parts = {"column": quoted(column), "order": quoted(order)}
        found = written(filled(_OF_VALUE, {"rows": table}, **parts))
        return self._dicts(self.connection.execute(found, [value]))

    def rows(self, plan: Plan) -> list[dict[str, Any]]:
        """The packed verdicts of every row, in memory."""
        return self._dicts(self.connection.execute(self.sql(plan)))

    def states(self, plan: Plan) -> list[tuple[int, int]]:
        """How many rows have each state of the plan's first rule."""
        packed = self.connection.sql(self.sql(plan))
        state = written(quoted(plan.layout.rules[0].state))
        return packed.aggregate(f"{state}, count(*)", state).fetchall()

    @staticmethod
    def _dicts(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def packed(self, path: Path) -> duckdb.DuckDBPyRelation:
        """The rows of a packed table, of all its parts."""
        return self.connection.read_parquet([str(part.resolve()) for part in parquet_parts(path)])

    def aggregate(
        self, path: Path, by: str, columns: Sequence[exp.Expression]
    ) -> list[tuple[Any, ...]]:
        """Aggregates over packed verdicts, one row for each value of `by`, in its order."""
        key = written(quoted(by))
        grouped = self.packed(path).aggregate(_listed([quoted(by), *columns]), key)
        return grouped.order(f"{key} NULLS LAST").fetchall()

    def total(self, path: Path, columns: Sequence[exp.Expression]) -> tuple[Any, ...]:
        """Aggregates over a whole Parquet file."""
        reader = self.connection.read_parquet(str(path.resolve()))
        (row,) = reader.aggregate(_listed(columns)).fetchall()
        return row

    def counts(self, path: Path, columns: Sequence[exp.Expression]) -> list[tuple[Any, ...]]:
        """How many rows of a packed table have each value of `columns`: these, then the count."""
        of = [named(value, f"value:{place}") for place, value in enumerate(columns)]
        names = [quoted(f"value:{place}") for place in range(len(of))]
        return (
            self.packed(path)
            .project(_listed(of))
            .aggregate(_listed([*names, filled("count(*)")]), _listed(names))
            .fetchall()
        )

    def run(self, statement: exp.Expression) -> duckdb.DuckDBPyConnection:
        """Run a statement."""
        return self.connection.execute(written(statement))

    def copy(self, statement: exp.Expression, path: Path) -> None:
        """Write what `statement` selects to the Parquet file at `path`."""
        self.connection.sql(written(statement)).write_parquet(str(path.resolve()))

    def write(self, plan: Plan, path: Path, progress: Progress = silent) -> None:
        """Write the packed verdicts of every row to the Parquet file at `path`.

        The same facts give the same bytes: rows stand in the table's order, or by key where a join
        or a choice of versions leaves no order that is the same on any number of threads.
        """
        with uncollected():
            found = statement(plan)
        self.write_rows(found, plan, path, progress)

    def write_rows(
        self,
        rows: exp.Expression,
        plan: Plan,
        path: Path,
        progress: Progress = lambda _share: None,
    ) -> None:
        """Write what the query `rows` finds, which is packed as `plan` says, as `write` would."""
        ordered = plan.entity.owner or plan.owned or plan.subject in self.versions.histories
        with uncollected():
            if ordered:
                rows = filled(_IN_ORDER, {"rows": rows}, owner=quoted(plan.layout.owned_by))
            copy = written(filled(_STORED, {"rows": rows}, path=text(str(path.resolve()))))
        work = self.connection.execute if ordered else partial(self._streamed, plan.layout)
        watched(lambda: work(copy), self.connection.query_progress, progress)

    def _streamed(self, layout: Layout, copy: str) -> None:
        """Run a copy that neither sorts nor joins within what its row groups in work need.

        With all the memory there is, DuckDB lets finished row groups wait to be written.
        """
        threads = self.connection.execute("SELECT current_setting('threads')").fetchone() or (1,)
        portion = ROW_GROUP * sum(WIDTHS.get(kind, 8) for kind in layout.columns.values())
        try:
            needed = max(LEAST, BASE + 4 * threads[0] * portion)
            self._set("memory_limit", f"{needed}B")
            self.connection.execute(copy)
        except duckdb.OutOfMemoryException:
            self.connection.execute("RESET memory_limit")
            self.connection.execute(copy)
        finally:
            self.connection.execute("RESET memory_limit")

    @staticmethod
    def sql(plan: Plan, pretty: bool = False) -> str:
        """The plan's query in DuckDB's words."""
        with uncollected():
            return written(statement(plan), pretty)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def statement(plan: Plan) -> exp.Expression:
    """The plan's query for DuckDB, which reckons functions of a code once for each distinct code.

    IN is no function to it, so that a code's beginning is looked for in one text instead: `,C,D,`
    holds `,D,` exactly where the beginning is D, for all beginnings are as long.
    """
    return query(plan, _within_one_text)


def _within_one_text(text: exp.Expression, texts: Sequence[str]) -> exp.Expression:
    if "," in "".join(texts):
        return among(text, texts)
    begun = exp.DPipe(this=exp.Literal.string(","), expression=text)
    sought = exp.DPipe(this=begun, expression=exp.Literal.string(","))
    whole = exp.Literal.string(f",{','.join(texts)},")
    return exp.Contains(this=whole, expression=sought)


def _listed(columns: Sequence[exp.Expression]) -> str:
    return ", ".join(map(written, columns))


def literal(value: object) -> str:
    """A setting or a path as SQL."""
    if isinstance(value, list):
        return f"[{', '.join(literal(item) for item in value)}]"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)
