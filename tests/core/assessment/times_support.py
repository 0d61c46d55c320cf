"""A rule, a table with a history and a run over both, for the tests of two times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from ballast.assessment.run import Run, assess
from ballast.assessment.verdicts import connect
from ballast.content import home
from ballast.facts.schema import arrow_schema
from ballast.facts.snapshot import (
    Manifest,
    Snapshot,
    open_snapshot,
    parquet_path,
    write_manifest,
    writer,
)
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import Library, load_library

VOCABULARY = load_vocabulary(home("vocabulary"))
DAY = date(2022, 6, 30)
FIRM = "91440300708461136T"
AWARD = """\
label: 稳岗奖励
measure: （九）
subject: enterprise
effect: {from: 2022-01-01, to: 2022-12-31}
published: 2022-03-01
parameters:
  most: {label: 人数上限, unit: 人, values: {2022-01-01: 300人}}
  award:
    label: 奖励
    unit: CNY
    values: {2022-01-01: [10万元, {value: 12万元, known: 2022-09-01}]}
conditions:
  人数不多: {is: staff < most, clause: （九）}
benefit: {kind: award, amount: award, rounding: {to: 元, mode: down}}
"""
RENT = """\
label: 租金补助
measure: （十）
subject: lease
effect: {from: 2022-01-01, to: 2022-12-31}
conditions:
  人数已知: {is: enterprise.staff > 0, clause: （十）}
benefit: {kind: subsidy, amount: monthly_rent, rounding: {to: 元, mode: down}}
"""
#: 310 people from January, corrected to 290 by what was received on 15 July.
CORRECTED = (
    {"uscc": FIRM, "staff": 310, "valid_from": date(2022, 1, 1), "known_from": date(2022, 2, 1)},
    {"uscc": FIRM, "staff": 290, "valid_from": date(2022, 1, 1), "known_from": date(2022, 7, 15)},
)
LEASE = {"lease": "L1", "uscc": FIRM, "monthly_rent": Decimal(8000)}


def library(folder: Path, **rules: str) -> Library:
    package = folder / "policies" / "x" / "2022-y"
    package.mkdir(parents=True, exist_ok=True)
    for name, text in rules.items():
        (package / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_library(folder / "policies", VOCABULARY)


def snapshot(folder: Path, **tables: Sequence[Mapping[str, Any]]) -> Snapshot:
    """Tables of rows; days of versions are columns where a row has them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        versions = [
            c for c in ("valid_from", "known_from", "withdrawn") if any(c in r for r in rows)
        ]
        schema = arrow_schema(VOCABULARY.entities[name], versions)
        with writer(parquet_path(folder, name), schema) as out:
            full = [{field.name: row.get(field.name) for field in schema} for row in rows]
            out.write_table(pa.Table.from_pylist(full, schema))
    counts = {name: len(rows) for name, rows in tables.items()}
    write_manifest(folder, Manifest(as_of=DAY, synthetic=True, source="试验", tables=counts))
    return open_snapshot(folder, VOCABULARY.entities)


def run(
    folder: Path, facts: Snapshot, rules: Library, known_at: date | None = None, day: date = DAY
) -> Run:
    return assess(facts, rules, VOCABULARY, day, folder, known_at=known_at)


def verdicts(run: Run) -> list[tuple[Any, ...]]:
    said = connect(run.folder).execute("SELECT key, verdict, amount FROM verdicts ORDER BY 1, 2")
    return said.fetchall()
