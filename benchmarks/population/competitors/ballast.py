"""Ballast on DuckDB, as `ballast assess` runs it: packed states, amounts and masks of facts."""

from __future__ import annotations

from pathlib import Path

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.filling import written
from ballast.engine.layout import RuleLayout
from ballast.engine.waiting import missing
from ballast.rules.scope import OWNER
from benchmarks.population.rules import plan

LIMIT = 10**9
EXPRESSES = frozenset({"verdict", "amount", "failed", "missing"})


def judge(facts: Path, out: Path) -> None:
    DuckDB({OWNER: facts}, out.parent).write(plan(), out)


def answers(out: Path) -> str:
    layout = plan().layout
    columns = ", ".join(
        f"{_columns(place, rule)}, {written(missing(layout, rule, 0))} AS m_{place}"
        for place, rule in enumerate(layout.rules, 1)
    )
    return f"SELECT key, {columns} FROM read_parquet('{out}')"


def _columns(place: int, rule: RuleLayout) -> str:
    state = f'"{rule.state}"'
    verdict = f"CASE WHEN {state} = 0 THEN 0 WHEN {state} & {rule.low} = 0 THEN 1 ELSE 2 END"
    return (
        f'{verdict} AS v_{place}, "{rule.amount}" AS a_{place}, {state} & {rule.low} AS f_{place}'
    )
