"""Generated cases of rules that aggregate: owned rows at each bound, none, outside, incomplete."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml
from verification_support import LIBRARY, VOCABULARY, written

from ballast.assessment.cases import case_path, check_cases, load_cases, uncovered
from ballast.engine.reference import evaluate
from ballast.errors import NobodyIsEligible
from ballast.rules import tree
from ballast.rules.rendering import rendered
from ballast.verification.boundaries import generated

DAY = date(2022, 12, 31)
SUM = (
    "sum(equipment_purchase.unit_value) filter (where year(equipment_purchase.purchased_on) = 2022)"
)
RULE = """\
label: 设备更新奖励
measure: 一
subject: {subject}
effect: {{from: 2022-01-01, to: null}}
parameters:
  floor: {{label: 合计下限, unit: CNY, values: {{2022-01-01: 500万元}}}}
  most: {{label: 最高奖励额, unit: CNY, values: {{2022-01-01: 80万元}}}}
conditions:
  当年购置: {{is: "{test}", clause: 一}}
benefit: {{kind: award, amount: "{amount}", rounding: {{to: 分, mode: down}}}}
"""


def rule(folder, test=f"{SUM} >= floor", amount="most", subject="enterprise"):
    (found,) = written(folder, RULE.format(test=test, amount=amount, subject=subject)).rules
    return found


def drafted(one):
    """The cases of a rule by their sentences, once they hold."""
    text = generated(one, VOCABULARY, DAY)
    case_path(one).write_text(text, encoding="utf-8")
    assert check_cases(one, VOCABULARY) == []
    return {each["case"]: each for each in yaml.safe_load(text)["cases"]}


def the_one(found, end):
    (sentence,) = [each for each in found if each.endswith(end)]
    return found[sentence]


@pytest.mark.parametrize(
    ("words", "value", "verdict"),
    [
        ("正好等于", "5000000元", "eligible"),
        ("略低于", "4999999.99元", "ineligible"),
        ("略高于", "5000000.01元", "eligible"),
    ],
)
def test_owned_rows_put_a_sum_at_its_bound_and_beside_it(tmp_path, words, value, verdict):
    found = drafted(rule(tmp_path))
    case = the_one(found, f"单位价值合计{words}合计下限")
    (row,) = case["facts"].get("equipment_purchase") or given(rule(tmp_path))
    assert (row["unit_value"], case["expect"]["verdict"]) == (value, verdict)


def given(one):
    text = yaml.safe_load(case_path(one).read_text(encoding="utf-8"))
    return text["given"]["equipment_purchase"]


def test_who_owns_nothing_is_told_from_whose_table_is_not_at_hand(tmp_path):
    found = drafted(rule(tmp_path))
    assert found["没有设备器具购置"]["facts"] == {"equipment_purchase": []}
    assert found["没有设备器具购置"]["expect"]["verdict"] == "ineligible"
    assert found["没有设备器具购置表"]["facts"] == {"equipment_purchase": None}
    assert found["没有设备器具购置表"]["expect"]["verdict"] == "unknown"


@pytest.mark.parametrize(("words", "year"), [("略低于", 2021), ("略高于", 2023)])
def test_a_row_lies_on_either_side_of_the_period(tmp_path, words, year):
    case = drafted(rule(tmp_path))[f"一条设备器具购置的购置日期的年份{words}2022"]
    (row,) = case["facts"]["equipment_purchase"]
    assert row["purchased_on"].year == year
    assert case["expect"]["failed"] == ["当年购置"]


def test_a_row_fails_each_other_test_of_a_filter_alone(tmp_path):
    where = "equipment_purchase.newly_bought and equipment_purchase.minimum_life = 3"
    test = f"count(equipment_purchase.purchase) filter (where {where}) >= 1"
    case = drafted(rule(tmp_path, test))["一条设备器具购置不符合：新购置（含新建、自用）"]
    assert case["facts"]["equipment_purchase"] == [{"newly_bought": False, "minimum_life": "3年"}]
    assert case["expect"]["verdict"] == "ineligible"


def test_a_test_that_another_could_replace_is_tried_where_it_decides(tmp_path):
    where = "equipment_purchase.newly_bought or equipment_purchase.minimum_life = 3"
    test = f"restricted_industry or count(equipment_purchase.purchase) filter (where {where}) >= 1"
    found = drafted(rule(tmp_path, test))
    expected = found["一条设备器具购置：不知道新购置（含新建、自用）"]["expect"]
    assert expected["missing"] == ["equipment_purchase.newly_bought"]


def test_a_row_lacks_each_fact_that_an_aggregate_reads(tmp_path):
    found = drafted(rule(tmp_path))
    for name, label in (("unit_value", "单位价值"), ("purchased_on", "购置日期")):
        expected = found[f"一条设备器具购置：不知道{label}"]["expect"]
        assert expected["missing"] == [f"equipment_purchase.{name}"]


def test_a_count_is_met_with_as_many_rows(tmp_path):
    found = drafted(rule(tmp_path, "count(equipment_purchase.purchase) >= 3"))
    rows = {
        words: len(the_one(found, f"的数量{words}3")["facts"].get("equipment_purchase", "abc"))
        for words in ("略低于", "正好等于", "略高于")
    }
    assert rows == {"略低于": 2, "正好等于": 3, "略高于": 4}


def test_more_rows_than_are_tried_are_told_as_nobody(tmp_path):
    with pytest.raises(NobodyIsEligible, match="当年购置"):
        generated(rule(tmp_path, "count(equipment_purchase.purchase) >= 30"), VOCABULARY, DAY)


def test_the_cap_of_an_amount_over_a_sum_is_met_just_missed_and_just_passed(tmp_path):
    found = drafted(rule(tmp_path, amount=f"at_most({SUM} * 0.1, most)"))
    amounts = [
        the_one(found, f"× 0.1{words}最高奖励额")["expect"]["amount"]
        for words in ("略低于", "正好等于", "略高于")
    ]
    assert amounts == ["799999.99元", "800000.00元", "800000.00元"]


def test_among_the_judged_rows_own_table_it_stands_first(tmp_path):
    found = drafted(rule(tmp_path, amount="unit_value * 0.1", subject="equipment_purchase"))
    assert "没有设备器具购置" not in found
    case = the_one(found, "单位价值合计略低于合计下限")
    assert case["expect"]["verdict"] == "ineligible"
    assert found["没有设备器具购置表"]["expect"]["verdict"] == "unknown"


def test_the_earliest_of_several_dates_is_a_limit_too(tmp_path):
    test = "min(equipment_purchase.purchased_on) >= date '2022-03-01'"
    found = drafted(rule(tmp_path, test))
    case = the_one(found, "购置日期最早者略低于2022年3月1日")
    days = [row["purchased_on"] for row in case["facts"]["equipment_purchase"]]
    assert min(days) == date(2022, 2, 28)


AGGREGATING = [each for each in LIBRARY.rules if any(node.aggregates for node in each.trees)]


@pytest.mark.parametrize("committed", AGGREGATING, ids=lambda each: each.id)
def test_what_a_committed_rule_reads_of_owned_rows_is_never_left_untried(tmp_path, committed):
    made = replace(committed, path=tmp_path / committed.path.name)
    case_path(made).write_text(
        generated(made, VOCABULARY, committed.written.effect.start), encoding="utf-8"
    )
    tables = {each.table for node in made.trees for each in node.aggregates}
    assert [gap for gap in uncovered(made, VOCABULARY) if gap.split(".")[0] in tables] == []


@pytest.mark.parametrize("committed", AGGREGATING, ids=lambda each: each.id)
def test_a_case_at_a_limit_stands_where_it_says(tmp_path, committed):
    made = replace(committed, path=tmp_path / committed.path.name)
    text = generated(made, VOCABULARY, committed.written.effect.start)
    case_path(made).write_text(text, encoding="utf-8")
    worlds = [(case.text.case, case.world) for case in load_cases(made, VOCABULARY).cases]
    nodes = [each.node for each in made.conditions if isinstance(each.node, tree.Compare)]
    found = [
        (sign, side(node, world))
        for node in nodes
        for words, sign in (("正好等于", 0), ("略低于", -1), ("略高于", 1))
        for sentence, world in worlds
        if sentence == f"{rendered(node.left)}{words}{rendered(node.right)}"
    ]
    assert [said for said, _ in found] == [stands for _, stands in found]
    assert bool(found) == bool(nodes)


def side(node, world):
    left, right = evaluate(node.left, world), evaluate(node.right, world)
    return (left > right) - (left < right)
