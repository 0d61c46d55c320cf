"""What a trial shows: coverage and cost before and after, winners and losers, by group."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path

import duckdb

from ballast.engine.backends.duckdb import DuckDB, literal
from ballast.simulation.trial import Judged, columns

#: By what the outcome is grouped; `all` is everybody.
DIMENSIONS = ("all", "city", "industry", "size")

_COUNTS = """
count(*) FILTER (before = 'eligible'), count(*) FILTER (after = 'eligible'),
count(*) FILTER (before = 'unknown'), count(*) FILTER (after = 'unknown'),
count(*) FILTER (gain > 0), count(*) FILTER (gain < 0),
coalesce(sum(CAST(before_amount AS HUGEINT)), 0), coalesce(sum(CAST(after_amount AS HUGEINT)), 0),
coalesce(sum(CAST(money AS HUGEINT)) FILTER (money > 0), 0),
coalesce(sum(CAST(money AS HUGEINT)) FILTER (money < 0), 0),
count(*) FILTER (after = 'eligible' AND after_amount IS NULL)
"""


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
    connection = engine.connection
    lines: list[Line] = []
    parts = []
    for place, each in enumerate(judged):
        connection.execute(f"CREATE VIEW rows_{place} AS {_with_gain(columns(each, engine))}")
        lines.extend(_lines(connection, f"rows_{place}"))
        subject = literal(each.plan.subject)
        parts.append(f"SELECT {subject} AS subject, {_CHANGED} FROM rows_{place} WHERE {_DIFFERS}")  # noqa: S608
    union = " UNION ALL ".join(parts)
    connection.execute(f"COPY ({union}) TO {literal(str(path))} (FORMAT parquet)")
    return lines


_DIFFERS = "before IS DISTINCT FROM after OR before_amount IS DISTINCT FROM after_amount"
_CHANGED = """rule, key, owner, city, industry, size, before, after,
CAST(before_amount AS DECIMAL(20, 0)) / 100 AS before_amount,
CAST(after_amount AS DECIMAL(20, 0)) / 100 AS after_amount"""


def _with_gain(rows: str) -> str:
    """`gain` tells winners (1) from losers (-1); `money` is the known difference in 分."""
    return f"""
    SELECT *, CASE
      WHEN after = 'eligible' AND before IS DISTINCT FROM 'eligible' THEN 1
      WHEN before = 'eligible' AND after IS DISTINCT FROM 'eligible' THEN -1
      WHEN before = 'eligible' THEN coalesce(sign(after_amount - before_amount), 0)
      ELSE 0 END AS gain,
      CASE WHEN (before = 'eligible' AND before_amount IS NULL)
             OR (after = 'eligible' AND after_amount IS NULL) THEN NULL
           ELSE coalesce(after_amount, 0) - coalesce(before_amount, 0) END AS money
    FROM ({rows})"""  # noqa: S608


def _lines(connection: duckdb.DuckDBPyConnection, view: str) -> Iterator[Line]:
    for dimension in DIMENSIONS:
        key = "NULL" if dimension == "all" else dimension
        rows = connection.execute(
            f"SELECT rule, {key} AS grouped, {_COUNTS} FROM {view} "  # noqa: S608
            "GROUP BY rule, grouped ORDER BY rule, grouped NULLS LAST"
        )
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
