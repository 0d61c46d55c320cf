"""Explanations, gaps and cases of rules that aggregate what an enterprise owns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ballast.assessment.cases import check_cases, load_cases, uncovered
from ballast.assessment.explain import explain
from ballast.assessment.gaps import gap
from ballast.assessment.reasons import reasons
from ballast.content import home
from ballast.engine.reference import World
from ballast.rules.derived import load_vocabulary
from ballast.rules.parse import parse_condition
from ballast.rules.rule import load_rule

VOCABULARY = load_vocabulary(home("vocabulary"))
DAY = date(2022, 12, 31)
WAN = Decimal(10_000)
SUM = "sum(equipment_purchase.unit_value)"
RULE = """
label: 设备更新奖励
measure: 一
subject: enterprise
effect: {from: 2022-01-01, to: null}
parameters:
  floor: {label: 合计下限, unit: CNY, values: {2022-01-01: 500万元}}
conditions:
  当年购置:
    is: sum(equipment_purchase.unit_value)
      filter (where year(equipment_purchase.purchased_on) = year(as_of)) >= floor
    clause: 一
benefit: {kind: award, amount: floor * 0.1, rounding: {to: 分, mode: down}}
"""
CASES = """
as_of: 2022-12-31
given:
  equipment_purchase:
    - {unit_value: 300万元, purchased_on: 2022-05-01}
    - {unit_value: 200万元, purchased_on: 2022-01-01}
cases:
  - case: 合计正好500万元的符合
    expect: {verdict: eligible, amount: 50万元}
  - case: 差一分的不符合
    facts: {equipment_purchase: [{unit_value: 4999999.99元, purchased_on: 2022-05-01}]}
    expect: {verdict: ineligible, failed: [当年购置]}
  - case: 没有购置的不符合
    facts: {equipment_purchase: []}
    expect: {verdict: ineligible, failed: [当年购置]}
  - case: 购置日期不明的待定
    facts: {equipment_purchase: [{unit_value: 900万元}]}
    expect: {verdict: unknown, unknown: [当年购置], missing: [equipment_purchase.purchased_on]}
  - case: 没有购置表的待定
    facts: {equipment_purchase: null}
    expect: {verdict: unknown, unknown: [当年购置], missing: [equipment_purchase.unit_value]}
"""
OWN_TABLE = """
as_of: 2022-12-31
given:
  equipment_purchase:
    - {unit_value: 300万元, purchased_on: 2022-05-01}
    - {unit_value: 200万元, purchased_on: 2022-01-01}
cases:
  - case: 本项与其他购置合计500万元的符合
    expect: {verdict: eligible, amount: 30万元}
  - case: 本项改为200万元的合计不足
    facts: {unit_value: 200万元}
    expect: {verdict: ineligible, failed: [当年购置]}
  - case: 整列替换后第一条是本项
    facts: {equipment_purchase: [{unit_value: 600万元, purchased_on: 2022-05-01}]}
    expect: {verdict: eligible, amount: 60万元}
"""


def rule(tmp_path, text=RULE, cases=CASES):
    (tmp_path / "award.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "award.tests.yaml").write_text(cases, encoding="utf-8")
    return load_rule(tmp_path / "award.yaml", "x/2022-award/award", VOCABULARY)


def world(*purchases, table=True):
    rows = [
        {
            ("equipment_purchase", "unit_value"): None if value is None else value * WAN,
            ("equipment_purchase", "purchased_on"): day,
        }
        for value, day in purchases
    ]
    return World({}, VOCABULARY, DAY, {"equipment_purchase": rows} if table else {})


MAY, LAST_YEAR = date(2022, 5, 1), date(2021, 5, 1)
THIS_YEAR = "设备器具购置（购置日期的年份 ＝ 判定日（2022年12月31日）的年份）的单位价值合计"


def test_an_explanation_shows_the_value_and_how_many_rows_it_counted(tmp_path):
    (condition,) = explain(
        rule(tmp_path), world((300, MAY), (200, MAY), (9, LAST_YEAR)), "E"
    ).conditions
    (reason,) = condition.reasons
    assert reason.text == f"{THIS_YEAR} 500万元（共3条，计入2条）；须 ≥ 合计下限（500万元）"


def test_a_gap_says_what_a_sum_is_short_of(tmp_path):
    explained = explain(rule(tmp_path), world((300, MAY), (900, LAST_YEAR)), "E")
    assert explained.near_miss == f"{THIS_YEAR}还差200万元"


@pytest.mark.parametrize(
    ("found", "remark"),
    [
        (world((300, MAY), (200, None)), "未知（共2条，计入1条，1条是否计入未知）"),
        (world((300, MAY), (None, MAY)), "未知（共2条，计入2条，其中1条数值未知）"),
        (world(table=False), "未知（没有设备器具购置表）"),
        (world(), "0元（共0条，计入0条）"),
    ],
)
def test_an_explanation_says_why_an_aggregate_is_unknown(tmp_path, found, remark):
    (condition,) = explain(rule(tmp_path), found, "E").conditions
    assert condition.reasons[0].text.startswith(f"{THIS_YEAR} {remark}")


def test_missing_facts_of_owned_rows_have_their_labels(tmp_path):
    explained = explain(rule(tmp_path), world((300, None)), "E")
    assert dict(explained.missing) == {"equipment_purchase.purchased_on": "购置日期"}


def test_aggregates_within_a_calculation_are_told_one_by_one():
    text = f"{SUM} / count(equipment_purchase.purchase) >= {SUM} * 1"
    node = parse_condition(text, VOCABULARY.scope("enterprise"))
    (reason,) = reasons(node, world((300, MAY), (200, MAY)))
    assert reason.text.startswith(
        "设备器具购置的单位价值合计 ÷ 设备器具购置的数量 250万元（其中："
        "设备器具购置的单位价值合计 500万元，共2条，计入2条；设备器具购置的数量 2，共2条，计入2条）"
    )


def test_a_count_is_short_by_a_number():
    node = parse_condition(
        "count(equipment_purchase.purchase) >= 3", VOCABULARY.scope("enterprise")
    )
    assert gap(node, world((300, MAY))) == "设备器具购置的数量还差2"


def test_cases_give_owned_rows_as_lists_and_replace_them_whole(tmp_path):
    written = rule(tmp_path)
    assert [str(problem) for problem in check_cases(written, VOCABULARY)] == []
    assert uncovered(written, VOCABULARY) == []


def test_a_case_that_is_not_told_leaves_a_fact_inside_an_aggregate_uncovered(tmp_path):
    shorter = CASES.split("  - case: 没有购置表的待定", maxsplit=1)[0]
    assert uncovered(rule(tmp_path, cases=shorter), VOCABULARY) == [
        "equipment_purchase.unit_value is never missing"
    ]


def test_in_a_list_of_the_subjects_own_table_the_first_row_is_judged(tmp_path):
    text = RULE.replace("subject: enterprise", "subject: equipment_purchase")
    text = text.replace("floor * 0.1", "unit_value * 0.1")
    assert check_cases(rule(tmp_path, text, OWN_TABLE), VOCABULARY) == []


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        (
            "equipment_purchase: []",
            "enterprise: []",
            ["enterprise\n", "one of: ", "equipment_purchase"],
        ),
        ("{unit_value: 900万元}", "3", ["a list of rows"]),
        ("{unit_value: 900万元}", "{unit_valu: 900万元}", ["equipment_purchase.unit_valu"]),
        ("{unit_value: 900万元}", "{unit_value: 900人}", ["the fact in CNY"]),
    ],
)
def test_a_list_that_cannot_be_read_is_a_problem_at_its_place(tmp_path, old, new, parts):
    assert old in CASES
    problems = load_cases(rule(tmp_path, cases=CASES.replace(old, new)), VOCABULARY).problems
    listing = "\n".join(map(str, problems))
    assert all(part in listing for part in parts), listing
    assert "award.tests.yaml:" in listing
