"""What DuckDB is not allowed to do silently."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlglot import exp

from ballast.assessment.record import open_run
from ballast.assessment.run import assess
from ballast.content import home
from ballast.engine.backends import duckdb as duckdb_backend
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.plan import Plan
from ballast.engine.uscc import uscc_status
from ballast.errors import DuplicateEnterprises, FactsOutOfBounds, MissingTable, NotFound
from ballast.facts.schema import arrow_schema
from ballast.facts.snapshot import Manifest, open_snapshot, write_manifest
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.vocabulary import uscc

VOCABULARY = load_vocabulary(home("vocabulary"))
LIBRARY = load_library(home("policies"), VOCABULARY)
DAY = date(2022, 12, 31)
CODE = "91440300708461136T"


def snapshot(folder, **tables):
    for name, rows in tables.items():
        schema = arrow_schema(VOCABULARY.entities[name])
        full = [{field.name: row.get(field.name) for field in schema} for row in rows]
        pq.write_table(pa.Table.from_pylist(full, schema), folder / f"{name}.parquet")
    counts = {name: len(rows) for name, rows in tables.items()}
    write_manifest(folder, Manifest(as_of=DAY, synthetic=True, source="试验", tables=counts))
    return open_snapshot(folder, VOCABULARY.entities)


def test_facts_outside_their_bounds_are_refused(tmp_path):
    facts = snapshot(tmp_path, enterprise=[{"uscc": CODE, "revenue": Decimal("-0.01")}])
    rules = LIBRARY.of("enterprise", DAY)
    engine = DuckDB(facts.tables)
    with pytest.raises(FactsOutOfBounds, match=r"enterprise.revenue holds values from -0.01"):
        engine.check_bounds(Plan("enterprise", rules, VOCABULARY, DAY))


def test_an_enterprise_that_stands_twice_is_refused_where_it_would_double_a_grant(tmp_path):
    lease = {"lease": "L1", "uscc": CODE}
    facts = snapshot(tmp_path, enterprise=[{"uscc": CODE}, {"uscc": CODE}], lease=[lease])
    with pytest.raises(DuplicateEnterprises, match="1 rows of lease became 2"):
        assess(facts, LIBRARY, VOCABULARY, DAY, tmp_path / "out")


def test_a_row_whose_owner_is_not_registered_is_unknown_and_not_dropped(tmp_path):
    lease = {
        "lease": "L1",
        "uscc": CODE,
        "state_owned": True,
        "county": "440305",
        "months_leased": 3,
    }
    facts = snapshot(tmp_path, enterprise=[], lease=[lease])
    run = assess(facts, LIBRARY, VOCABULARY, DAY, tmp_path / "out")
    (line,) = [line for line in run.summary if line.rule.endswith("05-rent-relief")]
    assert (line.eligible, line.unknown, line.ineligible) == (0, 1, 0)


def test_a_rule_without_its_table_is_named_and_not_forgotten(tmp_path):
    facts = snapshot(tmp_path, enterprise=[{"uscc": CODE}])
    run = assess(facts, LIBRARY, VOCABULARY, DAY, tmp_path / "out")
    reasons = {item.id.split("/")[-1]: item.reason for item in run.record.skipped}
    assert reasons["05-rent-relief"] == "事实中没有表 lease"


def test_without_enterprises_nothing_is_judged(tmp_path):
    facts = snapshot(tmp_path, lease=[])
    with pytest.raises(MissingTable):
        assess(facts, LIBRARY, VOCABULARY, DAY, tmp_path / "out")


def test_a_folder_without_a_snapshot_is_named(tmp_path):
    with pytest.raises(NotFound, match="--facts"):
        open_snapshot(tmp_path, VOCABULARY.entities)


@pytest.mark.parametrize(
    "code",
    [
        "91512081MA62K0260E",
        "11320000MB151840XJ",
        "9131000063159284XQ",
        "91440300708461136T",
        "91350100M000100Y43",
        "91350100M000100Y4Z",
        "91350211M0000XUF46",
        "91350100M0001TGQXM",
        "9135010",
        "",
        "91350100m000100y43",
        "91350100M000100Y430",
    ],
)
def test_the_code_check_in_sql_is_the_vocabularys(code):
    text = pa.array([code])
    engine = DuckDB()
    engine.connection.register("codes", pa.table({"code": text}))
    sql = uscc_status(exp.column("code")).sql(dialect="duckdb")
    found = engine.connection.execute(f"SELECT {sql} FROM codes").fetchone()
    assert found == (uscc.status(code),)


@pytest.mark.parametrize(
    "attack",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "COPY (SELECT 1) TO '{outside}/stolen.csv'",
        "ATTACH '{outside}/other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SELECT getenv('HOME')",
    ],
)
def test_the_connection_reaches_nothing_but_its_tables(tmp_path, attack):
    (tmp_path / "facts").mkdir()
    engine = DuckDB(snapshot(tmp_path / "facts", enterprise=[{"uscc": CODE}]).tables)
    with pytest.raises(duckdb.Error):
        engine.connection.execute(attack.format(outside=tmp_path))
    assert engine.connection.execute("SELECT count(*) FROM enterprise").fetchone() == (1,)


def test_a_new_run_replaces_an_old_one_whole(tmp_path):
    lease = {"lease": "L1", "uscc": CODE}
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    both = snapshot(tmp_path / "a", enterprise=[{"uscc": CODE}], lease=[lease])
    assess(both, LIBRARY, VOCABULARY, DAY, tmp_path / "out")
    alone = snapshot(tmp_path / "b", enterprise=[{"uscc": CODE}])
    assess(alone, LIBRARY, VOCABULARY, DAY, tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    allocations = [name for name in names if name.endswith(".allocation.parquet")]
    assert len(allocations) == 1
    assert names == ["budgets.csv", "enterprise.parquet", *allocations, "run.json", "summary.csv"]


def test_a_run_that_fails_leaves_no_run_behind(tmp_path):
    good = snapshot(tmp_path, enterprise=[{"uscc": CODE}])
    assess(good, LIBRARY, VOCABULARY, DAY, tmp_path / "out")
    bad = snapshot(tmp_path, enterprise=[{"uscc": CODE, "revenue": Decimal("-1")}])
    with pytest.raises(FactsOutOfBounds):
        assess(bad, LIBRARY, VOCABULARY, DAY, tmp_path / "out")
    with pytest.raises(NotFound):
        open_run(tmp_path / "out")


class WithoutReset:
    """A connection that stays at the limit it was given."""

    def __init__(self, connection):
        self.connection = connection
        self.query_progress = connection.query_progress

    def execute(self, statement):
        return self.connection.execute("SELECT 1" if statement.startswith("RESET") else statement)


def test_a_copy_for_which_memory_was_measured_too_short_is_made_with_all_of_it(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(duckdb_backend, "BASE", 500_000)
    monkeypatch.setattr(duckdb_backend, "LEAST", 500_000)
    monkeypatch.setattr(duckdb_backend, "ROW_GROUP", 0)
    facts = snapshot(tmp_path, enterprise=[{"uscc": CODE}])
    engine = DuckDB(facts.tables, tmp_path)
    plan = Plan("enterprise", LIBRARY.of("enterprise", DAY)[:1], VOCABULARY, DAY)
    before = engine.connection.sql("SELECT current_setting('memory_limit')").fetchall()
    with monkeypatch.context() as short, pytest.raises(duckdb.OutOfMemoryException):
        short.setattr(engine, "connection", WithoutReset(engine.connection))
        engine.write(plan, tmp_path / "verdicts.parquet")
    engine.write(plan, tmp_path / "verdicts.parquet")
    assert pq.read_metadata(tmp_path / "verdicts.parquet").num_rows == 1
    assert engine.connection.sql("SELECT current_setting('memory_limit')").fetchall() == before
