"""One enterprise: the compiled function against the reference and a database call for one row.

All judge one enterprise by twelve rules, with verdicts, amounts, failed conditions and missing
facts. Where fewer rules are in force, copies with other thresholds make up the number.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count, islice
from statistics import quantiles

import pyarrow as pa

from ballast.content import home
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.compiled.function import compiled
from ballast.engine.plan import Plan
from ballast.engine.reference import World, judge
from ballast.facts.schema import arrow_schema
from ballast.rules import tree
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.rules.rule import Rule
from ballast.rules.scope import OWNER
from benchmarks.measuring import Table

DAY = date(2022, 12, 31)
RULES = 12
ROUNDS = 40
#: Calls of each in one round, so that load falls on all alike.
TIMES = {"compiled": 500, "reference": 10, "DuckDB": 2}
FACTS = {
    "uscc": "91440300708461136T",
    "kind": "company",
    "city": "440300",
    "industry": "C3912",
    "vat_payer": "general",
    "staff": 260,
    "staff_mean": 255,
    "revenue": Decimal("38250000.50"),
    "assets": Decimal("51000000.00"),
    "assets_mean": Decimal("48000000.00"),
    "taxable_income": Decimal("2100000.00"),
    "insured_months": 24,
    "insured_staff": 240,
    "laid_off": 3,
    "unemployment_contribution": Decimal("91234.56"),
    "property_tax": Decimal("12000.00"),
    "injury_insured": True,
}


def run() -> Table:
    """One row each: microseconds at the median and at the 99th percentile, and the ratio."""
    vocabulary = load_vocabulary(home("vocabulary"))
    rules = tuple(islice(varied(load_library(home("policies"), vocabulary).of(OWNER, DAY)), RULES))
    plan = Plan(OWNER, rules, vocabulary, DAY)
    row = {(OWNER, name): value for name, value in FACTS.items()}
    engine, schema = DuckDB(threads=1), arrow_schema(vocabulary.entities[OWNER])
    table = pa.Table.from_pylist([{f.name: FACTS.get(f.name) for f in schema}], schema)
    engine.connection.register(OWNER, table)
    function, sql = compiled(plan), engine.sql(plan)

    def by_reference() -> None:
        world = World(row, vocabulary, DAY)
        for rule in rules:
            judge(rule, world)

    works = {
        "compiled": lambda: function(row) and None,
        "reference": by_reference,
        "DuckDB": lambda: engine.connection.execute(sql).fetchall() and None,
    }
    taken = distributions(works)
    least = taken["compiled"][0]
    return Table(
        (f"{RULES} rules by", "p50 µs", "p99 µs", "÷ compiled"),
        [
            [name, f"{p50:,.1f}", f"{p99:,.1f}", f"{p50 / least:,.0f}"]
            for name, (p50, p99) in taken.items()
        ],
    )


def distributions(works: dict[str, Callable[[], None]]) -> dict[str, tuple[float, float]]:
    """Median and 99th percentile of each work's single calls, in microseconds."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            for _ in range(TIMES[name]):
                start = time.perf_counter_ns()
                work()
                taken[name].append((time.perf_counter_ns() - start) / 1000)
    cuts = {name: quantiles(calls, n=100) for name, calls in taken.items()}
    return {name: (cut[49], cut[98]) for name, cut in cuts.items()}


def varied(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """The rules, then copies whose larger limits are shifted by 1, 2, …"""
    for shift in count():
        for rule in rules:
            moved = tuple(replace(item, node=shifted(item.node, shift)) for item in rule.conditions)
            yield replace(rule, id=f"{rule.id}+{shift}", conditions=moved)


def shifted(node: tree.Node, shift: int) -> tree.Node:
    if isinstance(node, tree.Constant) and isinstance(node.value, Decimal) and node.value > 10:
        return replace(node, value=node.value + shift)
    return tree.rebuilt(node, lambda part: shifted(part, shift))
