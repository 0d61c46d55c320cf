"""Verification finds what no tested situation would show."""

from __future__ import annotations

import pytest
from verification_support import RULE, found, with_conditions, written


def test_a_sound_rule_has_no_findings(tmp_path):
    assert found(written(tmp_path)) == []


def test_conditions_that_exclude_each_other_are_an_error_that_names_them(tmp_path):
    text = with_conditions(
        够大="unit_value >= floor", 很小="unit_value < floor * 0.01", 新购="newly_bought"
    )
    (finding,) = found(written(tmp_path, text), "conditions")
    assert finding.gravity == "error"
    assert "够大" in finding.text
    assert "很小" in finding.text
    assert "新购" not in finding.text


def test_a_condition_that_follows_from_another_is_named_as_superfluous(tmp_path):
    text = with_conditions(够大="unit_value >= floor", 有价="unit_value > 0")
    (finding,) = found(written(tmp_path, text), "conditions")
    assert finding.gravity == "warning"
    assert "“有价”多余，已由“够大”得出" in finding.text


def test_a_condition_that_nobody_can_fail_is_named(tmp_path):
    text = with_conditions(够大="unit_value >= floor", 不负="unit_value >= 0")
    (finding,) = found(written(tmp_path, text), "conditions")
    assert "“不负”对任何已知事实都成立" in finding.text


def test_a_size_class_and_its_numbers_can_contradict_each_other(tmp_path):
    text = with_conditions(
        微型="enterprise.size_2017 = 'micro'",
        工业="enterprise.manufacturing",
        大="enterprise.staff >= 20 and enterprise.revenue >= floor",
    )
    (finding,) = found(written(tmp_path, text), "conditions")
    assert finding.gravity == "error"


def test_a_branch_behind_a_wider_one_is_never_reached(tmp_path):
    amount = (
        "case when minimum_life >= 3 then unit_value * 0.1 "
        "when minimum_life = 5 then unit_value * 0.2 else unit_value * 0 end"
    )
    text = RULE.replace("unit_value * 0.1", amount)
    (finding,) = found(written(tmp_path, text), "branches")
    assert "最低折旧年限 ＝ 5则" not in finding.text
    assert "分支“若最低折旧年限 ＝ 5”永远走不到" in finding.text


def test_where_the_law_is_silent_an_example_is_shown(tmp_path):
    amount = "case when minimum_life = 3 then unit_value * 0.1 else null end"
    text = RULE.replace("unit_value * 0.1", amount)
    (finding,) = found(written(tmp_path, text), "branches")
    assert finding.gravity == "note"
    assert "最低折旧年限" in finding.example


def test_a_definition_that_lapses_within_the_effect_is_named_with_its_day(tmp_path):
    text = with_conditions(小微="enterprise.small_low_profit").replace(
        "to: 2022-12-31", "to: 2030-12-31"
    )
    (finding,) = found(written(tmp_path, text), "dated")
    assert "“小型微利企业”在 2028-01-01 至 2030-12-31 没有定义" in finding.text


def test_a_definition_that_begins_after_the_effect_is_named_with_its_days(tmp_path):
    text = with_conditions(中小="enterprise.sme_by_equipment_rule")
    text = text.replace("from: 2022-01-01", "from: 2021-06-01")
    text = text.replace("{2022-01-01: 500万元}", "{2021-06-01: 500万元}")
    (finding,) = found(written(tmp_path, text), "dated")
    assert "在 2021-06-01 至 2021-12-31 没有定义" in finding.text


@pytest.mark.parametrize(
    ("limit", "sides"),
    [("unit_value > floor", "正好等于、低于、高于"), ("minimum_life > 0", "正好等于、低于、高于")],
)
def test_a_rule_without_cases_is_an_error(tmp_path, limit, sides):
    (finding,) = found(written(tmp_path, with_conditions(够大=limit)), "coverage")
    assert finding.gravity == "error"
    assert "测试用例无法读取" in finding.text


CASES = """\
as_of: 2022-12-31
given:
  equipment_purchase: {unit_value: 500万元}
cases:
  - {case: 正好, expect: {verdict: eligible}}
  - {case: 少一分, facts: {unit_value: 4999999.99元}, expect: {verdict: ineligible, failed: [够大]}}
"""


def test_a_side_of_a_limit_that_no_case_tries_is_named(tmp_path):
    written(tmp_path)
    (tmp_path / "x" / "2022-y" / "subsidy.tests.yaml").write_text(CASES, encoding="utf-8")
    texts = [item.text for item in found(written(tmp_path), "coverage")]
    assert "限额“单位价值 与 下限”没有试过：高于" in texts
    assert "测试没有覆盖：够大 is never None" in texts


def test_a_side_that_cannot_be_is_not_asked_for(tmp_path):
    library = written(tmp_path, with_conditions(够大="unit_value > 0"))
    cases = CASES.replace("4999999.99元", "0元")
    (tmp_path / "x" / "2022-y" / "subsidy.tests.yaml").write_text(cases, encoding="utf-8")
    assert not [item for item in found(library, "coverage") if "限额" in item.text]
