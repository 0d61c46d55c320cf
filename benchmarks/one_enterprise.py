"""One enterprise: the reference evaluator against a database call for a single row.

Both judge one enterprise by its three rules, with verdicts, failed conditions and missing facts.
"""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from ballast.content import home
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.plan import Plan
from ballast.engine.reference import World, judge
from ballast.facts.schema import arrow_schema
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.rules.scope import OWNER
from benchmarks.measuring import Table, interleaved

DAY = date(2022, 12, 31)
TIMES = 20


def run() -> Table:
    """One row: milliseconds of both, and how many times faster the reference is."""
    vocabulary = load_vocabulary(home("vocabulary"))
    rules = load_library(home("policies"), vocabulary).of(OWNER, DAY)
    plan = Plan(OWNER, rules, vocabulary, DAY)
    facts = {"uscc": "91440300708461136T", "kind": "company", "city": "440300", "industry": "C3912"}
    row = {(OWNER, name): value for name, value in facts.items()}
    engine = DuckDB(threads=1)
    schema = arrow_schema(vocabulary.entities[OWNER])
    table = pa.Table.from_pylist([{f.name: facts.get(f.name) for f in schema}], schema)
    engine.connection.register(OWNER, table)

    def by_reference() -> None:
        for _ in range(TIMES):
            world = World(row, vocabulary, DAY)
            for rule in rules:
                judge(rule, world)

    def by_database() -> None:
        for _ in range(TIMES):
            engine.rows(plan)

    seconds = interleaved({"reference": by_reference, "database": by_database})
    each = {name: taken / TIMES * 1000 for name, taken in seconds.items()}
    ratio = each["database"] / each["reference"]
    cells = [f"{each['reference']:.2f}", f"{each['database']:.2f}", f"{ratio:.0f}"]
    return Table(("reference ms", "DuckDB ms", "DuckDB ÷ reference"), [cells])
