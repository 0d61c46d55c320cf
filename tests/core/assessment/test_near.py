"""Who is nearly eligible over a population is what the one-row answer says of each of them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ballast.assessment.near import thresholds, write_near
from ballast.content import home
from ballast.engine.backends.duckdb import DuckDB
from ballast.engine.plan import Plan
from ballast.engine.reference import World, judge
from ballast.facts.schema import arrow_schema
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.verification.nearest import nearest

DAY = date(2022, 12, 31)
TEXT = """\
label: 试验奖励
measure: 一
subject: enterprise
effect: {from: 2022-01-01, to: 2022-12-31}
parameters:
  floor: {label: 人数下限, unit: 人, values: {2022-01-01: 100人}}
  least: {label: 收入下限, unit: CNY, values: {2022-01-01: 500万元}}
  most: {label: 税额上限, unit: CNY, values: {2022-01-01: 6万元}}
  each: {label: 人均上限, unit: CNY, values: {2022-01-01: 6万元}}
  fixed: {label: 奖励, unit: CNY, values: {2022-01-01: 100元}}
conditions:
  人数: {is: staff >= floor, clause: 一}
  收入: {is: revenue > least, clause: 一}
  税额: {is: most > stamp_tax, clause: 一}
  人均: {is: main_revenue <= staff * each, clause: 一}
  投保: {is: injury_insured, clause: 一}
benefit: {kind: award, amount: fixed, rounding: {to: 元, mode: down}}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    folder = tmp_path_factory.mktemp("policies") / "试验/2022-x"
    folder.mkdir(parents=True)
    (folder / "x.yaml").write_text(TEXT, encoding="utf-8")
    vocabulary = load_vocabulary(home("vocabulary"))
    rules = load_library(folder.parent.parent, vocabulary).rules
    return Plan("enterprise", rules, vocabulary, DAY)


def drawn(count):
    """Rows that lie about the limits, some of them without a fact."""
    die = random.Random(7)  # noqa: S311
    for place in range(count):
        row = {
            "uscc": f"{place:018}",
            "staff": die.choice([98, 99, 100, 101, 150]),
            "revenue": die.choice(["4999999.99", "5000000", "5000000.01", "9000000"]),
            "stamp_tax": die.choice(["59999.99", "60000", "60000.01", "1"]),
            "main_revenue": die.choice(["5940000.01", "6000000.01", "9000000.01", "1"]),
            "injury_insured": die.random() < 0.8,
        }
        if die.random() < 0.1:
            row[die.choice(["staff", "revenue", "injury_insured"])] = None
        money = ("revenue", "stamp_tax", "main_revenue")
        yield {
            name: Decimal(value) if name in money and value else value
            for name, value in row.items()
        }


def test_each_near_row_is_what_the_one_row_answer_says_and_no_other_is_near(plan, tmp_path):
    rows = list(drawn(150))
    schema = arrow_schema(plan.vocabulary.entities["enterprise"])
    full = [{field.name: row.get(field.name) for field in schema} for row in rows]
    path = tmp_path / "enterprise.parquet"
    pq.write_table(pa.Table.from_pylist(full, schema), path)
    out = tmp_path / "near.parquet"
    count = write_near(DuckDB({"enterprise": path}, tmp_path), plan, out)
    found = {
        (row["key"], row["fact"]): (row["condition"], row["held"], row["wanted"], row["gap"])
        for row in duckdb.read_parquet(str(out)).to_arrow_table().to_pylist()
    }
    expected = {key: answer for row in full for key, answer in answers(plan, row)}
    assert count == len(found) > 20
    assert found == expected
    assert len({condition for condition, *_ in found.values()}) == 4


def test_a_rule_without_thresholds_writes_an_empty_table(plan, tmp_path):
    rows = [{field.name: None for field in arrow_schema(plan.vocabulary.entities["enterprise"])}]
    path = tmp_path / "enterprise.parquet"
    schema = arrow_schema(plan.vocabulary.entities["enterprise"])
    pq.write_table(pa.Table.from_pylist([rows[0] | {"uscc": "1"}], schema), path)
    (rule,) = plan.rules
    insured = tuple(each for each in rule.conditions if each.name == "投保")
    without = replace(plan, rules=(replace(rule, conditions=insured),))
    assert write_near(DuckDB({"enterprise": path}, tmp_path), without, tmp_path / "n.parquet") == 0


def answers(plan, row):
    """The one-row answer, for the fact of the single failed threshold."""
    (rule,) = plan.rules
    world = World({("enterprise", name): each for name, each in row.items()}, plan.vocabulary, DAY)
    verdict = judge(rule, world)
    if verdict.unknown or len(verdict.failed) != 1:
        return
    facts = {each.name: each.fact.name for each in thresholds(plan)}
    name = facts.get(verdict.failed[0])
    for change in nearest(rule, world):
        if change.fact == ("enterprise", name):
            held, wanted = Decimal(change.held), Decimal(change.wanted)
            key = row["uscc"], f"enterprise.{name}"
            yield key, (verdict.failed[0], held, wanted, wanted - held)
