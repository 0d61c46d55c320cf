"""One enterprise: the compiled function beside the reference, other engines and a database call.

All judge one enterprise by the twelve rules of the population: Ballast and DuckDB with verdicts,
amounts, failed conditions and missing facts, zen-engine and OpenFisca without the last. OpenFisca
builds its simulation for each call, in its exact variant.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from statistics import quantiles

import pyarrow as pa

from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.compiled.function import compiled
from ballast.engine.reference import World, judge
from ballast.facts.schema import arrow_schema
from ballast.rules.scope import OWNER
from benchmarks.measuring import Table
from benchmarks.population.competitors import openfisca_int64, zen
from benchmarks.population.rules import plan

ROUNDS = 40
#: Calls of each in one round, so that load falls on all alike.
TIMES = {"compiled": 500, "reference": 10, "zen-engine": 20, "DuckDB": 2, "OpenFisca": 2}
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
    twelve = plan()
    row = {(OWNER, name): value for name, value in FACTS.items()}
    engine, schema = DuckDB(threads=1), arrow_schema(twelve.entity)
    table = pa.Table.from_pylist([{f.name: FACTS.get(f.name) for f in schema}], schema)
    engine.connection.register(OWNER, table)
    function, sql = compiled(twelve), engine.sql(twelve)
    decision, (record,) = zen.evaluator(), zen.records(table)

    def by_reference() -> None:
        world = World(row, twelve.vocabulary, twelve.day)
        for rule in twelve.rules:
            judge(rule, world)

    works = {
        "compiled": lambda: function(row) and None,
        "reference": by_reference,
        "zen-engine": lambda: decision.evaluate(record) and None,
        "DuckDB": lambda: engine.connection.execute(sql).fetchall() and None,
        "OpenFisca": lambda: openfisca_int64.verdicts(table) and None,
    }
    taken = distributions(works)
    least = taken["compiled"][0]
    return Table(
        (f"{len(twelve.rules)} rules by", "p50 µs", "p99 µs", "÷ compiled"),
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
