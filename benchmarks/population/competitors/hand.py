"""The same rules as one DuckDB query written by hand.

It writes, for each rule, the verdict in words, the amount as DECIMAL(18, 2), the failed conditions
and the missing facts as bits: 50 columns with key and city.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

LIMIT = 10**9
EXPRESSES = frozenset({"verdict", "amount", "failed", "missing"})
RULES = range(1, 13)
QUERY = Path(__file__).with_name("hand.sql").read_text(encoding="utf-8")
WORDS = ("eligible", "unknown", "ineligible")


def judge(facts: Path, out: Path, query: str = QUERY) -> None:
    connection = duckdb.connect()
    connection.read_parquet(str(facts)).create_view("enterprise")
    connection.execute(f"COPY ({query}) TO '{out}' (FORMAT parquet, PARQUET_VERSION v2)")


def answers(out: Path) -> str:
    columns = ", ".join(
        f"list_position({list(WORDS)}, verdict_{i}) - 1 AS v_{i}, "
        f"CAST(amount_{i} * 100 AS BIGINT) AS a_{i}, failed_{i} AS f_{i}, missing_{i} AS m_{i}"
        for i in RULES
    )
    return f"SELECT uscc AS key, {columns} FROM read_parquet('{out}')"
