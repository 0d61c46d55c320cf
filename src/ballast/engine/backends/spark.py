"""Spark: Parquet in, the same query on one machine or a cluster, Parquet parts out.

Traps that this file answers: `DIV` gives 64 bits whatever it divides; overflow is silent without
ANSI mode; columns are found without regard to case; the code that Spark generates for a whole stage
is larger than the JIT compiles, so stages are not generated whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyspark
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from sqlglot import exp

from ballast.engine.backends import Engine, Progress, silent
from ballast.engine.plan import Plan
from ballast.engine.query import query
from ballast.engine.scaled import WIDE, retype
from ballast.engine.stored import plain_schema, sql_type
from ballast.engine.versions import Versions, held_as
from ballast.engine.watching import watched
from ballast.errors import EngineUnreachable

#: All cores of this machine.
HERE = "local[*]"
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}

#: A session of this machine alone is not reached from others.
ALONE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


def connect(
    tables: Mapping[str, Path], _out: Path, address: str | None, versions: Versions
) -> Spark:
    """Spark with the master at `address` (this machine if None). Raises EngineUnreachable."""
    return Spark(tables, address or HERE, versions)


class Spark(Engine):
    """A Spark session over Parquet files that every worker can read at the same path.

    `master` is Spark's: local[*], spark://host:7077, yarn, k8s://…
    """

    NAME = f"spark {pyspark.__version__}"

    def __init__(
        self,
        tables: Mapping[str, Path],
        master: str = HERE,
        versions: Versions | None = None,
    ) -> None:
        self.session = _session(master)
        self.versions = versions or Versions()
        for table, path in tables.items():
            self._view(table, path)

    def _view(self, table: str, path: Path) -> None:
        """The table, or where it holds versions those that count."""
        held = self.session.read.schema(_columns(path)).parquet(str(path.resolve()))
        if table not in self.versions.histories:
            held.createOrReplaceTempView(table)
            return
        held.createOrReplaceTempView(held_as(table))
        counting = _written(self.versions.counting(table, held_as(table)))
        self.session.sql(counting).createOrReplaceTempView(table)

    def first(self, statement: exp.Expression) -> Sequence[Any]:
        """The first row of a query; empty where there is none."""
        return self.session.sql(_written(statement)).first() or ()

    @staticmethod
    def sql(plan: Plan, pretty: bool = False) -> str:
        """The plan's query in Spark's words."""
        statement = query(plan)
        _divide_wide(statement)
        retype(statement, WIDE, "DECIMAL(38, 0)")
        return _written(statement, pretty)

    def rows(self, plan: Plan) -> list[dict[str, Any]]:
        """The packed verdicts of every row, in memory."""
        return [row.asDict() for row in self.session.sql(self.sql(plan)).collect()]

    def write(self, plan: Plan, path: Path, progress: Progress = silent) -> None:
        """Write the packed verdicts of every row as Parquet files into the folder `path`."""
        verdicts = self.session.sql(self.sql(plan))
        target = str(path.resolve())
        watched(lambda: verdicts.write.mode("overwrite").parquet(target), self._share, progress)

    def _share(self) -> float:
        """How much of the stages at work is done."""
        tracker = self.session.sparkContext.statusTracker()
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        tasks = sum(stage.numTasks for stage in stages if stage)
        done = sum(stage.numCompletedTasks for stage in stages if stage)
        return 100 * done / tasks if tasks else 0.0

    def close(self) -> None:
        """Stop the session."""
        self.session.stop()


def _session(master: str) -> SparkSession:
    builder = SparkSession.builder.appName("ballast").master(master)
    alone = ALONE if master.startswith("local") else {}
    for name, value in (SETTINGS | alone).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise EngineUnreachable(
            engine="spark", address=master, reason=error, example="spark://host:7077"
        ) from None


def _columns(path: Path) -> str:
    """The columns of a table, so that no job has to look for them."""
    types = {each.name: sql_type(each.type) for each in plain_schema(path)}
    return ", ".join(
        f"{_written(exp.to_identifier(name, quoted=True))} {kind.replace('VARCHAR', 'STRING')}"
        for name, kind in types.items()
    )


def _divide_wide(statement: exp.Expression) -> None:
    """Divide what can leave 64 bits otherwise, the innermost first."""
    for division in reversed(list(statement.find_all(exp.IntDiv))):
        top = division.this.unnest()
        if isinstance(top, exp.Cast) and top.is_type(WIDE):
            division.replace(_divided(division.this, division.expression))


def _divided(top: exp.Expression, bottom: exp.Expression) -> exp.Expression:
    """The quotient without its remainder, which `/` gives exactly: up to 32 digits, else an error.

    `/` alone would round at the sixth digit after the point.
    """
    rest = exp.Mod(this=top.copy(), expression=bottom.copy())
    whole = exp.Sub(this=top.copy(), expression=rest)
    exact = exp.Div(this=exp.paren(whole, copy=False), expression=bottom.copy())
    return exp.cast(exact, WIDE)


def _written(statement: exp.Expression, pretty: bool = False) -> str:
    return statement.sql(dialect="spark", identify=True, copy=False, pretty=pretty)
