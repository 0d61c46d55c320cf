"""Ballast on Spark, on this machine: the same columns as on DuckDB, as Parquet parts."""

from __future__ import annotations

from pathlib import Path

from ballast.rules.scope import OWNER
from benchmarks.population.competitors import ballast
from benchmarks.population.rules import plan

LIMIT = 5_000_000
EXPRESSES = ballast.EXPRESSES


def judge(facts: Path, out: Path) -> None:
    from ballast.engine.backends.spark import Spark  # noqa: PLC0415  a session starts with it

    engine = Spark({OWNER: facts})
    engine.write(plan(), out)
    engine.close()


def answers(out: Path) -> str:
    return ballast.answers(out / "*.parquet")
