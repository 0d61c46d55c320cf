"""DuckDB is held to the reference, to the last 分, on random vocabularies, rules and rows."""

from __future__ import annotations

import os

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from random_rules import DAY, situations

from ballast.engine.duckdb import DuckDB
from ballast.engine.plan import Plan
from ballast.engine.reference import World, judge

#: More by BALLAST_EXAMPLES=2000, for a long search.
EXAMPLES = int(os.environ.get("BALLAST_EXAMPLES", "60"))
ARROW = {
    "money": pa.decimal128(18, 2),
    "cost": pa.decimal128(18, 2),
    "staff": pa.int64(),
    "change": pa.int64(),
    "share": pa.decimal128(9, 6),
    "flag": pa.bool_(),
    "kind": pa.string(),
    "code": pa.string(),
    "day": pa.date32(),
    "months": pa.int64(),
}


def reference_verdicts(vocabulary, rules, rows, owner, things):
    owned = {} if things is None else {"thing": [keyed(row) for row in things if is_owned(row)]}
    for row in rows:
        facts = {("row", name): value for name, value in row.items()}
        facts |= {("enterprise", name): value for name, value in owner.items()}
        yield [judge(rule, World(facts, vocabulary, DAY, owned)) for rule in rules]


def is_owned(thing):
    return thing["holder"] == "E"


def keyed(thing):
    return {("thing", name): value for name, value in thing.items()} | {("thing", "id"): "T"}


ENGINE = DuckDB(threads=1)


def register(name, rows, **columns):
    """A table of `rows` whose further columns are given whole."""
    types = ARROW | {"holder": pa.string()}
    names = rows[0] if rows else types
    table = {key: pa.array([row[key] for row in rows], types[key]) for key in names}
    ENGINE.connection.register(name, pa.table(table | columns))


def duckdb_verdicts(vocabulary, rules, rows, owner, things):
    numbers = pa.array([str(at) for at in range(len(rows))])
    register("row", rows, id=numbers, uscc=pa.array(["E"] * len(rows)))
    enterprise = {"uscc": pa.array(["E"]), "city": pa.array(["440100"])}
    enterprise |= {
        "owned": pa.array([owner["owned"]], pa.decimal128(18, 2)),
        "big": pa.array([owner["big"]], pa.bool_()),
    }
    ENGINE.connection.register("enterprise", pa.table(enterprise))
    at_hand = frozenset({"row", "enterprise"} | ({"thing"} if things is not None else set()))
    register("thing", things or [], id=pa.array(["T"] * len(things or []), pa.string()))
    plan = Plan("row", rules, vocabulary, DAY, tables=at_hand)
    found = sorted(ENGINE.rows(plan), key=lambda row: int(row["key"]))
    for row in found:
        yield [verdict for _, verdict in plan.layout.verdicts(row)]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(situations())
def test_duckdb_gives_the_reference_verdict_to_the_last_fen(situation):
    assert list(duckdb_verdicts(*situation)) == list(reference_verdicts(*situation))
