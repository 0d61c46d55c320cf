"""The real rules over synthetic enterprises: every engine, the view and the reference agree."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ballast.assessment.record import open_run, packed_path
from ballast.assessment.run import By, assess, plans_for
from ballast.assessment.summary import by_measure
from ballast.assessment.verdicts import connect, example
from ballast.content import home
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.compiled.function import compiled
from ballast.engine.reference import World, judge
from ballast.engine.stored import parquet_parts
from ballast.facts.synthetic import Order, make
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.rules.scope import OWNER
from ballast.vocabulary.codes import load

DAY = date(2022, 12, 31)
#: When the rules of 2023 are in force.
LATER = date(2024, 6, 30)
FIRMS = 1500


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary(home("vocabulary"))


@pytest.fixture(scope="module")
def library(vocabulary):
    return load_library(home("policies"), vocabulary)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory, vocabulary):
    order = Order(province="440000", enterprises=FIRMS, seed=7, as_of=DAY)
    folder = tmp_path_factory.mktemp("facts")
    regions = load(home("vocabulary"), "regions")
    return make(order, folder, vocabulary.entities, regions, lambda _done: None)


@pytest.fixture(scope="module")
def run(tmp_path_factory, snapshot, library, vocabulary):
    return assess(snapshot, library, vocabulary, DAY, tmp_path_factory.mktemp("run"))


def facts_by_key(snapshot, table, key):
    rows = pq.read_table(snapshot.table(table)).to_pylist()
    return {row[key]: {(table, name): value for name, value in row.items()} for row in rows}


def rows_by_owner(snapshot, entities):
    """Of each enterprise, by table, what it owns."""
    found = defaultdict(lambda: {name: [] for name, entity in entities.items() if entity.owner})
    for name, entity in entities.items():
        if entity.owner:
            for row in facts_by_key(snapshot, name, entity.key).values():
                found[row[name, entity.owner]][name].append(row)
    return found


@pytest.mark.parametrize("day", [DAY, LATER], ids=str)
def test_duckdb_says_of_every_row_what_the_reference_says(snapshot, library, vocabulary, day):
    engine = DuckDB(snapshot.tables)
    owners = facts_by_key(snapshot, OWNER, "uscc")
    owned = rows_by_owner(snapshot, vocabulary.entities)
    judged = 0
    for plan in plans_for(snapshot, library, vocabulary, day):
        rows = facts_by_key(snapshot, plan.subject, plan.entity.key)
        for packed in engine.rows(plan):
            firm = packed[plan.layout.owned_by]
            facts = owners.get(firm, {}) | rows[packed["key"]]
            world = World(facts, vocabulary, day, owned[firm])
            for rule, (_, verdict) in zip(plan.rules, plan.layout.verdicts(packed), strict=True):
                assert verdict == judge(rule, world)
                judged += 1
    assert judged > 3 * FIRMS


def test_the_compiled_function_says_of_every_row_what_duckdb_says(snapshot, library, vocabulary):
    engine = DuckDB(snapshot.tables)
    owners = facts_by_key(snapshot, OWNER, "uscc")
    owned = rows_by_owner(snapshot, vocabulary.entities)
    for plan in plans_for(snapshot, library, vocabulary, DAY):
        judge_row = compiled(plan)
        rows = facts_by_key(snapshot, plan.subject, plan.entity.key)
        for packed in engine.rows(plan):
            firm = packed[plan.layout.owned_by]
            facts = owners.get(firm, {}) | rows[packed["key"]]
            verdicts = tuple(verdict for _, verdict in plan.layout.verdicts(packed))
            assert judge_row(facts, owned[firm]) == verdicts


def packed_columns(folder, layout):
    """Packed verdicts by key, and the type of each column."""
    parts = parquet_parts(packed_path(folder, layout))
    table = pa.concat_tables(pq.read_table(part) for part in parts).sort_by("key")
    return table.to_pydict(), {field.name: field.type for field in table.schema}


def assert_the_same_run(run, other):
    for layout in run.record.layouts:
        assert packed_columns(other.folder, layout) == packed_columns(run.folder, layout)
        assert list(packed_columns(run.folder, layout)[0]) == list(layout.columns)
    assert other.summary == run.summary
    assert example(other.folder) is not None
    counted = "SELECT rule, verdict, count(*), sum(amount) FROM verdicts GROUP BY ALL ORDER BY ALL"
    assert (
        connect(other.folder).execute(counted).fetchall()
        == connect(run.folder).execute(counted).fetchall()
    )


def test_many_rules_judged_in_parts_say_what_they_say_at_once(
    run, snapshot, library, vocabulary, tmp_path, monkeypatch
):
    monkeypatch.setattr("ballast.engine.plan.AT_ONCE", 2)
    parted = assess(snapshot, library, vocabulary, DAY, tmp_path)
    files = [layout.file for layout in parted.record.layouts]
    assert len(files) > len(run.record.layouts)
    assert len(set(files)) == len(files)
    assert all(len(layout.rules) <= 2 for layout in parted.record.layouts)
    assert parted.summary == run.summary
    every = "SELECT * FROM verdicts ORDER BY subject, key, rule"
    assert (
        connect(parted.folder).execute(every).fetchall()
        == connect(run.folder).execute(every).fetchall()
    )


def test_postgresql_writes_what_duckdb_writes(
    tmp_path, run, snapshot, library, vocabulary, postgresql
):
    by = By("postgresql", postgresql)
    assert_the_same_run(run, assess(snapshot, library, vocabulary, DAY, tmp_path, by=by))


@pytest.mark.xdist_group("spark")
def test_a_spark_cluster_of_two_workers_writes_what_duckdb_writes(
    tmp_path, run, snapshot, library, vocabulary, spark
):
    by = By("spark", spark)
    again = assess(snapshot, library, vocabulary, DAY, tmp_path, by=by)
    assert again.record.engine.startswith("spark ")
    assert_the_same_run(run, again)


def test_the_view_unpacks_what_the_layout_unpacks(run, snapshot, library, vocabulary):
    shown = {
        (rule, key): (
            verdict,
            None if amount is None else int(amount * 100),
            tuple(failed),
            tuple(unknown),
            tuple(sorted(missing)),
        )
        for rule, key, verdict, amount, failed, unknown, missing in connect(run.folder)
        .execute("SELECT rule, key, verdict, amount, failed, unknown, missing FROM verdicts")
        .fetchall()
    }
    engine = DuckDB(snapshot.tables)
    for plan in plans_for(snapshot, library, vocabulary, DAY):
        for packed in engine.rows(plan):
            for rule, v in plan.layout.verdicts(packed):
                expected = (v.outcome, v.amount, v.failed, v.unknown, v.missing)
                assert shown[rule.id, packed["key"]] == expected


def test_the_summary_counts_every_row_once_and_adds_every_amount(run, library):
    view, given = connect(run.folder), {rule.id: rule.amount is not None for rule in library.rules}
    for line in by_measure(run.summary):
        *counted, amount, unknown = view.execute(
            "SELECT count(*) FILTER (verdict = 'eligible'), count(*) FILTER (verdict = 'unknown'), "
            "count(*) FILTER (verdict = 'ineligible'), coalesce(sum(amount), 0), "
            "count(*) FILTER (verdict = 'eligible' AND amount IS NULL) FROM verdicts WHERE rule = ?",
            [line.rule],
        ).fetchone()
        assert counted == [line.eligible, line.unknown, line.ineligible]
        told = (amount, unknown) if given[line.rule] else (None, 0)
        assert (line.amount, line.amount_unknown) == told


@pytest.mark.parametrize(
    ("province", "other", "day"),
    [
        ("440000", "guangxi/", DAY),
        ("440000", "guangxi/", date(2024, 6, 30)),
        ("450000", "guangdong/", DAY),
    ],
)
def test_every_rule_in_force_is_met_missed_and_left_open_in_its_province(
    tmp_path, library, vocabulary, province, other, day
):
    order = Order(province=province, enterprises=20_000, seed=7, as_of=day)
    regions = load(home("vocabulary"), "regions")
    facts = make(order, tmp_path / "facts", vocabulary.entities, regions)
    run = assess(facts, library, vocabulary, day, tmp_path / "run")
    counts = {
        line.rule: (line.eligible, line.ineligible, line.unknown)
        for line in by_measure(run.summary)
    }
    own = [rule.id for rule in library.in_force(day) if not rule.id.startswith(other)]
    assert len(own) > 30
    assert {rule: counts[rule] for rule in own if min(counts[rule]) == 0} == {}


def test_amounts_are_given_to_the_eligible_alone(run):
    paid = connect(run.folder).execute(
        "SELECT count(*) FROM verdicts WHERE verdict <> 'eligible' AND amount IS NOT NULL"
    )
    assert paid.fetchone() == (0,)


def test_a_run_after_the_measures_ended_finds_that_they_ended(
    tmp_path, snapshot, library, vocabulary
):
    day = date(2023, 1, 1)
    run = assess(snapshot, library, vocabulary, day, tmp_path)
    ended = {rule.id for rule in library.rules if rule.written.effect.end == DAY}
    found = {item.id for item in run.record.skipped if "已过有效期" in item.reason}
    assert len(ended) > 5
    assert ended <= found
    assert not found & {line.rule for line in run.summary}


def test_a_run_is_recorded_with_the_version_of_each_rule(run, library):
    record = open_run(run.folder)
    assert {rule.id for rule in record.rules} == {rule.id for rule in library.in_force(DAY)}
    assert all(len(rule.sha256) == 64 for rule in record.rules)
    assert record.facts.synthetic


def test_two_runs_of_the_same_facts_give_the_same_bytes(
    tmp_path, run, snapshot, library, vocabulary
):
    assess(snapshot, library, vocabulary, DAY, tmp_path)
    for file in sorted(run.folder.iterdir()):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()
