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

from ballast.assessment.cases import load_cases
from ballast.assessment.near import write_near
from ballast.assessment.thresholds import thresholds
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
DEEP = """\
label: 深处的限额
measure: 一
subject: enterprise
effect: {from: 2022-01-01, to: 2022-12-31}
parameters:
  floor: {label: 人数下限, unit: 人, values: {2022-01-01: 100人}}
  least: {label: 收入下限, unit: CNY, values: {2022-01-01: 500万元}}
  fixed: {label: 奖励, unit: CNY, values: {2022-01-01: 100元}}
conditions:
  规模: {is: size_2017 <= 'small', clause: 一}
  一项: {is: stamp_tax >= least or not staff < floor, clause: 一}
benefit: {kind: award, amount: fixed, rounding: {to: 元, mode: down}}
"""
OWNED = """\
label: 设备更新奖励
measure: 一
subject: enterprise
effect: {from: 2022-01-01, to: 2022-12-31}
parameters:
  floor: {label: 合计下限, unit: CNY, values: {2022-01-01: 500万元}}
conditions:
  购置: {is: sum(equipment_purchase.unit_value) >= floor, clause: 一}
  人数: {is: staff >= 10, clause: 一}
benefit: {kind: award, amount: floor * 0.1, rounding: {to: 分, mode: down}}
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return planned(tmp_path_factory.mktemp("policies"), TEXT)


def planned(home_of_policies, text, *tables):
    folder = home_of_policies / "试验/2022-x"
    folder.mkdir(parents=True)
    (folder / "x.yaml").write_text(text, encoding="utf-8")
    vocabulary = load_vocabulary(home("vocabulary"))
    rules = load_library(home_of_policies, vocabulary).rules
    return Plan("enterprise", rules, vocabulary, DAY, tables=frozenset(tables))


def stored(plan, table, rows, folder):
    """The rows as a table of their own, every column of it."""
    schema = arrow_schema(plan.vocabulary.entities[table])
    full = [{field.name: row.get(field.name) for field in schema} for row in rows]
    path = folder / f"{table}.parquet"
    pq.write_table(pa.Table.from_pylist(full, schema), path)
    return path, full


def near(plan, paths, folder):
    """What is written, by key and fact."""
    out = folder / "near.parquet"
    count = write_near(DuckDB(paths, folder), plan, out)
    rows = duckdb.read_parquet(str(out)).to_arrow_table().to_pylist()
    assert count == len(rows)
    said = ("condition", "held", "wanted", "gap")
    return {(row["key"], row["fact"]): tuple(row[name] for name in said) for row in rows}


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


def classed(count):
    """Industrial rows about the limits of the classes of size."""
    die = random.Random(11)  # noqa: S311
    for place in range(count):
        yield {
            "uscc": f"{place:018}",
            "industry": die.choice(["C3921", "I6510"]),
            "staff": die.choice([5, 20, 99, 100, 101, 299, 300, 1000, 2000]),
            "revenue": die.choice(
                [Decimal(each) for each in (1, 3_000_000, 20_000_000, 400_000_000)]
            ),
            "assets": Decimal(1),
            "stamp_tax": die.choice([Decimal("4999999.99"), Decimal(5_000_000), Decimal(1)]),
        }


def test_each_near_row_is_what_the_one_row_answer_says_and_no_other_is_near(plan, tmp_path):
    path, full = stored(plan, "enterprise", drawn(150), tmp_path)
    found = near(plan, {"enterprise": path}, tmp_path)
    expected = {key: answer for row in full for key, answer in answers(plan, row)}
    assert found == expected
    assert len(found) > 20
    assert len({condition for condition, *_ in found.values()}) == 4


def test_limits_in_derived_facts_and_alternatives_are_found_as_the_one_row_answer_finds_them(
    tmp_path,
):
    deep = planned(tmp_path / "policies", DEEP)
    path, full = stored(deep, "enterprise", classed(60), tmp_path)
    found = near(deep, {"enterprise": path}, tmp_path)
    expected = {key: answer for row in full for key, answer in answers(deep, row)}
    assert found == expected
    assert {fact for _, fact in found} == {
        "enterprise.staff",
        "enterprise.revenue",
        "enterprise.stamp_tax",
    }


def test_a_figure_over_what_an_enterprise_owns_says_how_much_it_is_short(tmp_path):
    owned = planned(tmp_path / "policies", OWNED, "equipment_purchase")
    firms, _ = stored(
        owned, "enterprise", [{"uscc": key, "staff": 10} for key in ("a", "b", "c")], tmp_path
    )
    bought = [("a", 3_000_000), ("a", 1_999_999), ("b", 5_000_000)]
    purchases, _ = stored(
        owned,
        "equipment_purchase",
        [
            {"purchase": str(at), "uscc": key, "unit_value": Decimal(value)}
            for at, (key, value) in enumerate(bought)
        ],
        tmp_path,
    )
    found = near(owned, {"enterprise": firms, "equipment_purchase": purchases}, tmp_path)
    gaps = {key: gap for (key, _), (_, _, _, gap) in found.items()}
    assert gaps == {"a": Decimal(1), "c": Decimal(5_000_000)}
    assert {condition for condition, *_ in found.values()} == {"购置"}


def test_what_is_near_by_any_committed_rule_is_eligible_with_the_value_wanted(tmp_path):
    vocabulary = load_vocabulary(home("vocabulary"))
    tried = 0
    for at, rule in enumerate(load_library(home("policies"), vocabulary).rules):
        cases = [case for case in load_cases(rule, vocabulary).cases if not case.world.owned]
        if rule.subject != "enterprise" or not cases:
            continue
        days = {case.world.day for case in cases}
        folder = tmp_path / str(at)
        folder.mkdir()
        for day in sorted(days):
            tried += judged_again(Plan("enterprise", (rule.alone,), vocabulary, day), cases, folder)
    assert tried > 30


def judged_again(plan, cases, folder):
    """How many near rows there are among the cases of a day; each is judged with what it wants."""
    worlds = {str(at): case.world for at, case in enumerate(cases) if case.world.day == plan.day}
    rows = [
        {name: value for (table, name), value in world.row.items() if table == "enterprise"}
        | {"uscc": key}
        for key, world in worlds.items()
    ]
    path, full = stored(plan, "enterprise", rows, folder)
    (rule,) = plan.rules
    found = near(plan, {"enterprise": path}, folder)
    by_key = {row["uscc"]: row for row in full}
    for (key, fact), (_, held, wanted, _) in found.items():
        name = fact.removeprefix("enterprise.")
        row = {("enterprise", each): value for each, value in by_key[key].items()}
        assert row["enterprise", name] == held
        world = World(row | {("enterprise", name): wanted}, plan.vocabulary, plan.day)
        assert judge(rule, world).outcome == "eligible", (rule.id, key, fact, held, wanted)
    return len(found)


def test_a_rule_without_thresholds_writes_an_empty_table(plan, tmp_path):
    path, _ = stored(plan, "enterprise", [{"uscc": "1"}], tmp_path)
    (rule,) = plan.rules
    insured = tuple(each for each in rule.conditions if each.name == "投保")
    without = replace(plan, rules=(replace(rule, conditions=insured),))
    assert near(without, {"enterprise": path}, tmp_path) == {}


def answers(plan, row):
    """The one-row answers, for each number on which all failed conditions rest."""
    (rule,) = plan.rules
    world = World({("enterprise", name): each for name, each in row.items()}, plan.vocabulary, DAY)
    verdict = judge(rule, world)
    if verdict.unknown or not verdict.failed:
        return
    names = [item.name for item in rule.conditions]
    rests = {(each.what.name, names[each.place]) for each in thresholds(plan)}
    for change in nearest(rule, world):
        _, name = change.fact
        if all((name, failed) in rests for failed in verdict.failed):
            held, wanted = Decimal(change.held), Decimal(change.wanted)
            yield (
                (row["uscc"], f"enterprise.{name}"),
                ("、".join(verdict.failed), held, wanted, wanted - held),
            )
