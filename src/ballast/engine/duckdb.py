"""DuckDB, the embedded default: Parquet in, packed verdicts in Parquet out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb

from ballast.engine.plan import Plan
from ballast.engine.query import query
from ballast.errors import FactsOutOfBounds

#: Called with the share of the work done, from 0 to 100.
Progress = Callable[[float], None]


class DuckDB:
    """One connection without access to anything but the tables it is given."""

    def __init__(self, memory_limit: str | None = None, threads: int | None = None) -> None:
        self.connection = duckdb.connect()
        if memory_limit:
            self.connection.execute(f"SET memory_limit = '{memory_limit}'")
        if threads:
            self.connection.execute(f"SET threads = {int(threads)}")

    def tables(self, paths: Mapping[str, Path]) -> None:
        """Make the Parquet file of each table known under the table's name."""
        for table, path in paths.items():
            reader = self.connection.read_parquet(str(path))
            reader.create_view(table, replace=True)

    def check_bounds(self, plan: Plan) -> None:
        """Refuse facts outside their declared bounds: exactness is proved within them alone."""
        for table in {fact.table for fact in plan.facts}:
            found = self._extremes(plan, table)
            for name, (low, high) in found.items():
                fact = plan.vocabulary.entities[table].facts[name]
                least, most = fact.bounds
                if low is not None and (Decimal(low) < least or Decimal(high) > most):
                    raise FactsOutOfBounds(
                        table=table, column=name, low=low, high=high, least=least, most=most
                    )

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

    @staticmethod
    def _dicts(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def aggregate(self, path: Path, by: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Aggregates over a Parquet file, one row for each value of `by`, in its order."""
        reader = self.connection.read_parquet(str(path))
        grouped = reader.aggregate(f'"{by}", {", ".join(columns)}', f'"{by}"')
        return grouped.order(f'"{by}" NULLS LAST').fetchall()

    def write(self, plan: Plan, path: Path, progress: Progress = lambda _share: None) -> None:
        """Write the packed verdicts of every row to the Parquet file at `path`."""
        target = str(path).replace("'", "''")
        copy = f"COPY ({self.sql(plan)}) TO '{target}' (FORMAT parquet, PARQUET_VERSION v2)"
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
