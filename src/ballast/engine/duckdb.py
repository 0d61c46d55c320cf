"""DuckDB, the embedded default: Parquet in, packed verdicts in Parquet out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import gettempdir
from threading import Thread
from typing import Any
from uuid import uuid4

import duckdb

from ballast.engine.plan import Plan
from ballast.engine.query import query
from ballast.engine.versions import Versions
from ballast.errors import AmbiguousVersions, FactsOutOfBounds, TooManyRows
from ballast.rules.aggregates import MOST_ROWS

#: Called with the share of the work done, from 0 to 100.
Progress = Callable[[float], None]


class DuckDB:
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
        self._set("lock_configuration", True)
        for table, path in (tables or {}).items():
            self._view(table, path)

    def _view(self, table: str, path: Path) -> None:
        held = self.connection.read_parquet(str(path.resolve()))
        if table not in self.versions.histories:
            held.create_view(table)
            return
        held.create_view(_all(table))
        counting = self.versions.counting(table, _all(table)).sql(dialect="duckdb")
        self.connection.execute(f'CREATE VIEW "{table}" AS {counting}')

    def _set(self, name: str, value: object) -> None:
        self.connection.execute(f"SET {name} = {literal(value)}")

    def check_versions(self) -> None:
        """Refuse versions between which nothing decides. Raises AmbiguousVersions."""
        for table, history in self.versions.histories.items():
            ties = self.versions.ties(table, _all(table)).sql(dialect="duckdb")
            for key, count in self.connection.execute(ties).fetchall():
                columns = " and ".join(history.days) or history.key
                raise AmbiguousVersions(table=table, key=key, count=count, columns=columns)

    def count(self, table: str) -> int:
        """How many rows `table` has."""
        (rows,) = self.connection.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0]  # noqa: S608
        return int(rows)

    def check_bounds(self, plan: Plan) -> None:
        """Refuse facts outside their declared bounds: exactness is proved within them alone."""
        for table in plan.owned:
            self._check_rows(plan, table)
        for table in plan.tables_read:
            found = self._extremes(plan, table)
            for name, (low, high) in found.items():
                fact = plan.vocabulary.entities[table].facts[name]
                least, most = fact.bounds
                if low is not None and (Decimal(low) < least or Decimal(high) > most):
                    raise FactsOutOfBounds(
                        table=table, column=name, low=low, high=high, least=least, most=most
                    )

    def _check_rows(self, plan: Plan, table: str) -> None:
        """Refuse more rows of one owner than sums are proved to hold."""
        owner = plan.vocabulary.entities[table].owner
        counted = (
            f'SELECT "{owner}", count(*) FROM "{table}" WHERE "{owner}" IS NOT NULL '  # noqa: S608
            "GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
        )
        found = self.connection.execute(counted).fetchone()
        if found is not None and found[1] > MOST_ROWS:
            raise TooManyRows(table=table, owner=found[0], rows=found[1], most=MOST_ROWS)

    def _extremes(self, plan: Plan, table: str) -> dict[str, tuple[Any, Any]]:
        names = [
            fact.name for fact in plan.facts if fact.table == table and fact.type.kind == "number"
        ]
        if not names:
            return {}
        columns = ", ".join(f'min("{name}"), max("{name}")' for name in names)
        row = self.connection.execute(f'SELECT {columns} FROM "{table}"').fetchone() or ()  # noqa: S608
        return {name: (row[2 * at], row[2 * at + 1]) for at, name in enumerate(names)}

    def select(self, table: str, column: str, value: str, order: str) -> list[dict[str, Any]]:
        """The rows of `table` whose `column` is `value`, by `order`."""
        statement = f'SELECT * FROM "{table}" WHERE "{column}" = ? ORDER BY "{order}"'  # noqa: S608
        return self._dicts(self.connection.execute(statement, [value]))

    def rows(self, plan: Plan) -> list[dict[str, Any]]:
        """The packed verdicts of every row, in memory."""
        return self._dicts(self.connection.execute(self.sql(plan)))

    def states(self, plan: Plan) -> list[tuple[int, int]]:
        """How many rows have each state of the plan's first rule."""
        packed = self.connection.sql(self.sql(plan))
        state = f'"{plan.layout.rules[0].state}"'
        return packed.aggregate(f"{state}, count(*)", state).fetchall()

    @staticmethod
    def _dicts(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def aggregate(self, path: Path, by: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Aggregates over a Parquet file, one row for each value of `by`, in its order."""
        reader = self.connection.read_parquet(str(path.resolve()))
        grouped = reader.aggregate(f'"{by}", {", ".join(columns)}', f'"{by}"')
        return grouped.order(f'"{by}" NULLS LAST').fetchall()

    def total(self, path: Path, columns: Sequence[str]) -> tuple[Any, ...]:
        """Aggregates over a whole Parquet file."""
        reader = self.connection.read_parquet(str(path.resolve()))
        (row,) = reader.aggregate(", ".join(columns)).fetchall()
        return row

    def copy(self, statement: str, path: Path) -> None:
        """Write what `statement` selects to the Parquet file at `path`."""
        self.connection.sql(statement).write_parquet(str(path.resolve()))

    def write(self, plan: Plan, path: Path, progress: Progress = lambda _share: None) -> None:
        """Write the packed verdicts of every row to the Parquet file at `path`.

        The same facts give the same bytes: rows stand in the table's order, or by key where a join
        or a choice of versions leaves no order that is the same on any number of threads.
        """
        self.write_sql(self.sql(plan), plan, path, progress)

    def write_sql(
        self, sql: str, plan: Plan, path: Path, progress: Progress = lambda _share: None
    ) -> None:
        """Write what `sql` selects, packed as the plan's verdicts are, as `write` would."""
        target = literal(str(path.resolve()))
        if plan.entity.owner or plan.owned or plan.subject in self.versions.histories:
            sql = f"SELECT * FROM ({sql}) ORDER BY key, owner"  # noqa: S608
        copy = f"COPY ({sql}) TO {target} (FORMAT parquet, PARQUET_VERSION v2)"
        self._run(copy, progress)

    def sql(self, plan: Plan) -> str:
        """The plan's query in DuckDB's words."""
        return query(plan).sql(dialect="duckdb", copy=False)

    def _run(self, statement: str, progress: Progress) -> None:
        """Run `statement` on a thread of its own and say how far it is meanwhile."""
        failure: list[BaseException] = []

        def work() -> None:
            try:
                self.connection.execute(statement)
            except BaseException as error:  # handed to the caller below
                failure.append(error)

        worker = Thread(target=work)
        worker.start()
        while worker.is_alive():
            worker.join(0.1)
            progress(max(0.0, self.connection.query_progress()))
        if failure:
            raise failure[0]
        progress(100.0)


def _all(table: str) -> str:
    """The view of every version that a table holds."""
    return f"{table}:versions"


def literal(value: object) -> str:
    """A setting or a path as SQL."""
    if isinstance(value, list):
        return f"[{', '.join(literal(item) for item in value)}]"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)
