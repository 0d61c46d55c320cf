"""Cases made by the solver hold for the rule they were made for, and try what people forget."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml
from verification_support import LIBRARY, VOCABULARY, with_conditions, written

from ballast.assessment.cases import case_path, check_cases
from ballast.errors import NobodyIsEligible
from ballast.verification.boundaries import generated

DAY = date(2022, 12, 31)


def cases(rule):
    return {
        each["case"]: each for each in yaml.safe_load(generated(rule, VOCABULARY, DAY))["cases"]
    }


def test_a_limit_is_met_just_missed_and_just_passed(tmp_path):
    (rule,) = written(tmp_path).rules
    found = cases(rule)
    assert found["单位价值正好等于下限"]["expect"]["verdict"] == "eligible"
    below = found["单位价值略低于下限"]
    assert below["facts"] == {"unit_value": "4999999.99元"}
    assert below["expect"]["failed"] == ["够大"]
    assert found["单位价值略高于下限"]["facts"] == {"unit_value": "5000000.01元"}


def test_each_fact_is_missing_once(tmp_path):
    (rule,) = written(tmp_path).rules
    expected = {
        "verdict": "unknown",
        "unknown": ["够大"],
        "missing": ["equipment_purchase.unit_value"],
    }
    assert cases(rule)["不知道单位价值"]["expect"] == expected


def test_a_limit_inside_a_case_is_tried_where_it_decides(tmp_path):
    text = with_conditions(
        够大="case when newly_bought then unit_value >= floor else unit_value > floor end"
    )
    (rule,) = written(tmp_path, text).rules
    met = [
        each
        for each in yaml.safe_load(generated(rule, VOCABULARY, DAY))["cases"]
        if each["case"] == "单位价值正好等于下限"
    ]
    assert [each["expect"]["verdict"] for each in met] == ["eligible", "ineligible"]


@pytest.mark.parametrize("rule", LIBRARY.rules, ids=lambda rule: rule.id)
def test_the_cases_made_for_a_committed_rule_hold(tmp_path, rule):
    day = rule.written.effect.start
    made = replace(rule, path=tmp_path / rule.path.name)
    case_path(made).write_text(generated(rule, VOCABULARY, day), encoding="utf-8")
    assert check_cases(made, VOCABULARY) == []


def test_a_rule_that_nobody_can_meet_has_no_cases(tmp_path):
    text = with_conditions(够大="unit_value >= floor", 很小="unit_value < floor * 0.01")
    (rule,) = written(tmp_path, text).rules
    with pytest.raises(NobodyIsEligible, match="够大"):
        generated(rule, VOCABULARY, DAY)
