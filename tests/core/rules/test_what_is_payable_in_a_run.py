"""A run of rules that exclude each other and that defer: view, summary, table, explanation."""

from __future__ import annotations

import json
from datetime import date

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from rules_support import VOCABULARY, library, rule_text

from ballast.assessment.record import open_run
from ballast.assessment.run import assess
from ballast.assessment.summary import by_measure
from ballast.assessment.verdicts import connect
from ballast.cli import app
from ballast.content import home
from ballast.engine.reference import World, judge
from ballast.facts.synthetic import Order, make
from ballast.vocabulary.codes import load

DAY = date(2022, 9, 30)
TOGETHER = "combine: {{exclusive_with: [{}], rule: 从高}}\n"
DEFERRAL = """\
  per: quarter
  until: case when founded_on <= date '2015-06-30' then date '2023-01-31' else founded_on end
"""


@pytest.fixture(scope="module")
def policies(tmp_path_factory):
    folder = tmp_path_factory.mktemp("policies")
    library(
        folder,
        stamp=rule_text("staff >= floor", "stamp_tax", "印花税", more=TOGETHER.format("land")),
        land=rule_text("staff >= 20", "land_use_tax * 3", "土地", more=TOGETHER.format("stamp")),
        wait=rule_text(kind="deferral").replace("  amount: revenue * 0.01\n", DEFERRAL),
    )
    return folder


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    order = Order(province="440000", enterprises=600, seed=11, as_of=DAY)
    folder, regions = tmp_path_factory.mktemp("facts"), load(home("vocabulary"), "regions")
    return make(order, folder, VOCABULARY.entities, regions, lambda _done: None)


@pytest.fixture(scope="module")
def run(tmp_path_factory, policies, snapshot):
    out = tmp_path_factory.mktemp("run")
    return assess(snapshot, library(policies), VOCABULARY, DAY, out)


def test_the_view_says_what_the_reference_says_of_every_enterprise(run, policies, snapshot):
    rows = pq.read_table(snapshot.table("enterprise")).to_pylist()
    facts = {row["uscc"]: {("enterprise", key): v for key, v in row.items()} for row in rows}
    rules = {rule.id: rule for rule in library(policies).rules}
    shown = connect(run.folder).sql("SELECT key, rule, payable, until FROM verdicts").fetchall()
    assert len(shown) == 3 * len(rows)
    for key, rule, payable, until in shown:
        expected = judge(rules[rule], World(facts[key], VOCABULARY, DAY))
        fen = None if payable is None else int(payable * 100)
        assert (fen, until) == (expected.payable, expected.until)


def test_no_enterprise_is_paid_by_two_rules_that_exclude_each_other(run):
    twice = connect(run.folder).sql(
        "SELECT key FROM verdicts WHERE payable > 0 GROUP BY key HAVING count(*) > 1"
    )
    assert twice.fetchall() == []


def test_the_budget_is_what_is_payable(run):
    lines = {line.rule: line for line in by_measure(run.summary) if line.payable is not None}
    assert set(lines) == {"a/2022-b/land", "a/2022-b/stamp"}
    for rule, line in lines.items():
        found = connect(run.folder).execute(
            "SELECT coalesce(sum(payable), 0), coalesce(sum(amount), 0), "
            "count(*) FILTER (verdict = 'eligible' AND payable IS NULL) "
            "FROM verdicts WHERE rule = ?",
            [rule],
        )
        assert found.fetchone() == (line.payable, line.amount, line.payable_unknown)
    stamp = lines["a/2022-b/stamp"]
    assert 0 < stamp.payable < stamp.amount
    assert stamp.payable_unknown > stamp.amount_unknown


def test_the_run_and_the_view_carry_the_period(run):
    found = {rule.id: rule.period for rule in open_run(run.folder).rules}
    assert found["a/2022-b/wait"].label == "2022Q3"
    assert found["a/2022-b/stamp"].last == date(2022, 12, 31)
    shown = connect(run.folder).sql("SELECT DISTINCT rule, period FROM verdicts").fetchall()
    assert dict(shown) == {rule: period.label for rule, period in found.items()}


def ballast(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_table_shows_what_is_payable_beside_the_amount(tmp_path, policies, snapshot):
    where = ("--facts", snapshot.path, "--as-of", DAY, "--policies", policies)
    assert "应付" in ballast("assess", *where, "--out", tmp_path / "run")


def test_an_explanation_says_why_nothing_is_payable(run, policies, snapshot):
    beaten = connect(run.folder).execute(
        "SELECT key FROM verdicts WHERE rule LIKE '%stamp' AND payable = 0 AND amount > 0 "
        "AND key IN (SELECT key FROM verdicts WHERE until IS NOT NULL) ORDER BY key"
    )
    uscc = beaten.fetchall()[0][0]
    where = ("--uscc", uscc, "--facts", snapshot.path, "--as-of", DAY, "--policies", policies)
    told = ballast("explain", *where)
    assert "  应付 0.00元：与〔土地〕从高，不重复享受" in told
    assert "  缓缴至 20" in told
    found = {
        item["rule"]: item
        for item in map(json.loads, ballast("explain", *where, "--json").split("\n")[:-1])
    }
    assert found["a/2022-b/stamp"]["payable_fen"] == 0
    assert found["a/2022-b/wait"]["until"][:2] == "20"
    assert found["a/2022-b/wait"]["period"] == "2022Q3"
