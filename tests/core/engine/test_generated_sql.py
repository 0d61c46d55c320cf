"""What is sent to each engine, kept beside the tests so that a change of it is seen in review.

BALLAST_GOLDEN=write writes the files anew.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path

import pytest
from golden_support import LONG, owners, plan, rows, tables
from sqlglot import exp, parse_one

from ballast.engine import backends
from ballast.engine.compiled.function import Source, compiled
from ballast.engine.identifiers import fitted
from ballast.engine.reference import World, judge

GOLDEN = Path(__file__).parent / "golden"
CLASSES = {"duckdb": "DuckDB", "postgresql": "PostgreSQL", "spark": "Spark"}
DIALECTS = {"duckdb": "duckdb", "postgresql": "postgres", "spark": "spark"}


def sql(name, pretty=False):
    module = importlib.import_module(f"ballast.engine.backends.{name}")
    return getattr(module, CLASSES[name]).sql(plan(), pretty)


def reference():
    """Each row's key, its facts, what its enterprise owns, and the verdicts."""
    known = plan()
    enterprises = {row["uscc"]: keyed("enterprise", row) for row in owners()}
    workshops = [keyed("workshop", row) for row in rows()]
    for row in workshops:
        owner = row["workshop", "uscc"]
        owned = {"workshop": [each for each in workshops if each["workshop", "uscc"] == owner]}
        world = World(enterprises[owner] | row, known.vocabulary, known.day, owned)
        verdicts = [judge(rule, world) for rule in known.rules]
        yield row["workshop", "workshop"], world.row, owned, verdicts


def keyed(table, row):
    return {(table, name): value for name, value in row.items()}


def expected():
    return {key: verdicts for key, _, _, verdicts in reference()}


def found(name, address, folder):
    engine, layout = backends.connect(name, tables(folder), folder, address), plan().layout
    try:
        packed = engine.rows(plan())
    finally:
        if name != "spark":
            engine.close()
    assert all(list(row) == list(layout.columns) for row in packed)
    return {row["key"]: [verdict for _, verdict in layout.verdicts(row)] for row in packed}


@pytest.mark.parametrize("name", backends.names())
def test_the_sql_for_each_engine_is_the_reviewed_one(name):
    path = GOLDEN / name / "workshop.sql"
    written = sql(name, pretty=True) + "\n"
    if os.environ.get("BALLAST_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == written


def test_every_engine_has_reviewed_sql():
    assert sorted(CLASSES) == backends.names()


def test_the_invented_rules_meet_every_outcome_and_open_amounts():
    verdicts = [verdict for each in expected().values() for verdict in each]
    assert {verdict.outcome for verdict in verdicts} == {"eligible", "ineligible", "unknown"}
    assert any(v.outcome == "eligible" and v.amount is None and v.missing for v in verdicts)
    assert any((v.amount or 0) < 0 for v in verdicts)


def test_duckdb_judges_the_invented_rows_as_the_reference_does(tmp_path):
    assert found("duckdb", None, tmp_path) == expected()


def test_postgresql_judges_the_invented_rows_as_the_reference_does(postgresql, tmp_path):
    assert found("postgresql", postgresql, tmp_path) == expected()


@pytest.mark.xdist_group("spark")
def test_spark_judges_the_invented_rows_as_the_reference_does(spark, tmp_path):
    assert found("spark", spark, tmp_path) == expected()


def test_the_compiled_function_judges_the_invented_rows_as_the_reference_does():
    function = compiled(plan())
    for _, facts, owned, verdicts in reference():
        assert list(function(facts, owned)) == verdicts


def test_the_compiled_source_holds_no_words_but_constants():
    assert LONG not in Source(plan()).text


def test_no_name_in_postgresqls_sql_is_longer_than_it_takes():
    names = [
        each.name
        for each in parse_one(sql("postgresql"), dialect="postgres").find_all(exp.Identifier)
    ]
    assert max(len(name.encode()) for name in names) == 63
    assert max(len(name.encode()) for name in plan().layout.columns) > 63


def test_names_that_are_cut_stay_different():
    one, other = fitted("长" * 30 + "甲", 63), fitted("长" * 30 + "乙", 63)
    assert one != other
    assert {len(one.encode()), len(other.encode())} <= set(range(61, 64))
    assert fitted("短", 63) == "短"
