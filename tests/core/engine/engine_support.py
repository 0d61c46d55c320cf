"""What each engine says of the same rows, rules and owned things."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
from random_rules import DAY

from ballast.engine import backends
from ballast.engine.compiled.function import compiled
from ballast.engine.plan import Plan
from ballast.engine.reference import World, judge

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


def compiled_verdicts(vocabulary, rules, rows, owner, things):
    judge_row = compiled(Plan("row", rules, vocabulary, DAY))
    owned = {} if things is None else {"thing": [keyed(row) for row in things if is_owned(row)]}
    for row in rows:
        facts = {("row", name): value for name, value in row.items()}
        facts |= {("enterprise", name): value for name, value in owner.items()}
        yield list(judge_row(facts, owned))


def tables(rows, owner, things):
    """The rows, the one enterprise that owns them, and what enterprises own, if it is at hand."""
    numbers = pa.array([str(at) for at in range(len(rows))])
    row = table(rows, id=numbers, uscc=pa.array(["E"] * len(rows)))
    enterprise = {"uscc": pa.array(["E"]), "city": pa.array(["440100"])}
    enterprise |= {
        "owned": pa.array([owner["owned"]], pa.decimal128(18, 2)),
        "big": pa.array([owner["big"]], pa.bool_()),
    }
    found = {"row": row, "enterprise": pa.table(enterprise)}
    if things is not None:
        found["thing"] = table(things, id=pa.array(["T"] * len(things), pa.string()))
    return found


def table(rows, **columns):
    """A table of `rows` whose further columns are given whole."""
    types = ARROW | {"holder": pa.string()}
    names = rows[0] if rows else types
    held = {key: pa.array([row[key] for row in rows], types[key]) for key in names}
    return pa.table(held | columns)


def verdicts_of(name, address, vocabulary, rules, *facts):
    """What the engine `name` says, from Parquet files as in a run."""
    content = tables(*facts)
    plan = Plan("row", rules, vocabulary, DAY, tables=frozenset(content))
    with TemporaryDirectory() as folder:
        paths = {table: Path(folder, f"{table}.parquet") for table in content}
        for table, path in paths.items():
            pq.write_table(content[table], path)
        engine = backends.connect(name, paths, Path(folder), address)
        try:
            packed = sorted(engine.rows(plan), key=lambda row: int(row["key"]))
        finally:
            if name != "spark":  # one session serves all examples
                engine.close()
    return [[verdict for _, verdict in plan.layout.verdicts(row)] for row in packed]
