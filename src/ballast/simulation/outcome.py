"""What a trial shows: coverage and cost before and after, winners and losers, by group."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path

from sqlglot import exp

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.columns import quoted
from ballast.engine.filling import filled, text, together
from ballast.simulation.trial import Judged, columns

#: By what the outcome is grouped; `all` is everybody.
DIMENSIONS = ("all", "city", "industry", "size")


@dataclass(frozen=True)
class Line:
    """One rule in one group (`key` None: not known); money is in yuan.

    A winner is newly eligible or gets more, a loser is no longer eligible or gets less. `gained`
    and `lost` sum known amounts; `amount_unknown` counts the eligible whose amount is not known.
    """

    rule: str
    dimension: str
    key: str | None
    eligible_before: int
    eligible_after: int
    unknown_before: int
    unknown_after: int
    winners: int
    losers: int
    cost_before: Decimal
    cost_after: Decimal
    gained: Decimal
    lost: Decimal
    amount_unknown: int


_FIELDS = [field.name for field in fields(Line)]


def write_differences(judged: Sequence[Judged], engine: DuckDB, path: Path) -> list[Line]:
    """Write every row that changes to Parquet at `path` and sum up by rule and group."""
    lines: list[Line] = []
    parts = []
    for place, each in enumerate(judged):
        view = f"rows:{place}"
        engine.run(filled(_WITH_GAIN, {"made": view, "rows": columns(each, engine)}))
        lines.extend(_lines(engine, view))
        parts.append(filled(_CHANGED, {"rows": view}, subject=text(each.plan.subject)))
    engine.copy(together(parts), path)
    return lines


_CHANGED = """
SELECT $subject AS subject, rule, key, owner, city, industry, size, before, after,
  CAST(before_amount AS DECIMAL(20, 0)) / 100 AS before_amount,
  CAST(after_amount AS DECIMAL(20, 0)) / 100 AS after_amount
FROM rows
WHERE before IS DISTINCT FROM after OR before_amount IS DISTINCT FROM after_amount
"""
#: `gain` tells winners (1) from losers (-1); `money` is the known difference in 分.
_WITH_GAIN = """
CREATE VIEW made AS
SELECT *, CASE
    WHEN after = 'eligible' AND before IS DISTINCT FROM 'eligible' THEN 1
    WHEN before = 'eligible' AND after IS DISTINCT FROM 'eligible' THEN -1
    WHEN before = 'eligible' THEN coalesce(sign(after_amount - before_amount), 0)
    ELSE 0 END AS gain,
  CASE WHEN (before = 'eligible' AND before_amount IS NULL)
      OR (after = 'eligible' AND after_amount IS NULL) THEN NULL
    ELSE coalesce(after_amount, 0) - coalesce(before_amount, 0) END AS money
FROM rows
"""
_COUNTED = """
SELECT rule, $grouped AS grouped,
  count(*) FILTER (WHERE before = 'eligible'), count(*) FILTER (WHERE after = 'eligible'),
  count(*) FILTER (WHERE before = 'unknown'), count(*) FILTER (WHERE after = 'unknown'),
  count(*) FILTER (WHERE gain > 0), count(*) FILTER (WHERE gain < 0),
  coalesce(sum(CAST(before_amount AS HUGEINT)), 0),
  coalesce(sum(CAST(after_amount AS HUGEINT)), 0),
  coalesce(sum(CAST(money AS HUGEINT)) FILTER (WHERE money > 0), 0),
  coalesce(sum(CAST(money AS HUGEINT)) FILTER (WHERE money < 0), 0),
  count(*) FILTER (WHERE after = 'eligible' AND after_amount IS NULL)
FROM rows GROUP BY rule, grouped ORDER BY rule, grouped NULLS LAST
"""


def _lines(engine: DuckDB, view: str) -> Iterator[Line]:
    for dimension in DIMENSIONS:
        grouped = exp.Null() if dimension == "all" else quoted(dimension)
        rows = engine.run(filled(_COUNTED, {"rows": view}, grouped=grouped))
        for rule, group, *numbers in rows.fetchall():
            counts, fen, open_amounts = numbers[:6], numbers[6:10], numbers[10]
            yuan = (Decimal(each).scaleb(-2) for each in fen)
            values = (rule, dimension, group, *counts, *yuan, open_amounts)
            yield Line(**dict(zip(_FIELDS, values, strict=True)))


def write_lines(lines: Sequence[Line], path: Path) -> None:
    """Write the lines as CSV with a byte order mark, so that spreadsheets read the Chinese."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_FIELDS)
        writer.writerows([getattr(line, name) for name in _FIELDS] for line in lines)
