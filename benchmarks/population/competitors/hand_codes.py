"""The query written by hand with codes in place of words: 0, 1, 2 for the verdict."""

from __future__ import annotations

from pathlib import Path

from benchmarks.population.competitors import hand

LIMIT, EXPRESSES = hand.LIMIT, hand.EXPRESSES
QUERY = hand.QUERY
for code, word in enumerate(hand.WORDS):
    QUERY = QUERY.replace(f"'{word}'", f"{code}::TINYINT")


def judge(facts: Path, out: Path) -> None:
    hand.judge(facts, out, QUERY)


def answers(out: Path) -> str:
    columns = ", ".join(
        f"verdict_{i} AS v_{i}, CAST(amount_{i} * 100 AS BIGINT) AS a_{i}, "
        f"failed_{i} AS f_{i}, missing_{i} AS m_{i}"
        for i in hand.RULES
    )
    return f"SELECT uscc AS key, {columns} FROM read_parquet('{out}')"
