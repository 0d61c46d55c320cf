"""Rule sets as officers write them: what is refused, where, and with which advice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import cn2an
import pytest

from ballast.assessment.cases import case_path, check_cases, uncovered
from ballast.content import home
from ballast.errors import Invalid, NotFound
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library, rule_files
from ballast.rules.rule import load_rule

VOCABULARY = load_vocabulary(home("vocabulary"))
LIBRARY = load_library(home("policies"), VOCABULARY)

GOOD = """\
label: 购置补助
measure: （九）
subject: equipment_purchase
effect: {from: 2022-01-01, to: 2022-12-31}
parameters:
  floor: {label: 下限, unit: CNY, values: {2022-01-01: 500万元}}
conditions:
  够大: {is: unit_value >= floor, clause: （九）}
benefit:
  kind: subsidy
  amount: unit_value * 0.1
  rounding: {to: 元, mode: down}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rule.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(tmp_path: Path, old: str, new: str) -> str:
    assert old in GOOD
    with pytest.raises(Invalid) as caught:
        load_rule(written(tmp_path, GOOD.replace(old, new)), "x/y/z", VOCABULARY)
    return str(caught.value)


def test_a_good_rule_set_loads(tmp_path):
    rule = load_rule(written(tmp_path, GOOD), "x/y/z", VOCABULARY)
    assert rule.in_force(date(2022, 12, 31))
    assert not rule.in_force(date(2023, 1, 1))


def test_a_benefit_without_money_has_neither_amount_nor_rounding(tmp_path):
    money = "  amount: unit_value * 0.1\n  rounding: {to: 元, mode: down}\n"
    text = GOOD.replace("kind: subsidy", "kind: facilitation").replace(money, "")
    assert load_rule(written(tmp_path, text), "x/y/z", VOCABULARY).amount is None


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        (
            "unit_value >= floor",
            "unit_worth >= floor",
            ["rule.yaml:8:12", "“unit_worth”", "unit_value (单位价值)", "^^^^^^^^^^"],
        ),
        ("unit_value >= floor", "unit_value >= 5", ["rule.yaml:8:12", "bare number", "500万元"]),
        ("500万元", "500万", ["rule.yaml:6", "500万", "CNY"]),
        ("500万元", "五个", ["rule.yaml:6", "CNY"]),
        ("500万元", "许多", ["rule.yaml:6", "is not a quantity"]),
        ("2022-01-01: 500", "2022-06-01: 500", ["no value on 2022-01-01"]),
        ("to: 2022-12-31}", "to: 2021-12-31}", ["rule.yaml:4", "lies before"]),
        ("equipment_purchase", "equipment", ["rule.yaml:3:10", "equipment_purchase", "enterprise"]),
        ("kind: subsidy", "kind: gift", ["rule.yaml:10:9", "'gift'", "subsidy"]),
        ("amount: unit_value * 0.1", "amount: minimum_life", ["rule.yaml:11", "an amount in CNY"]),
        ("rounding: {to: 元, mode: down}", "rounding: {to: 角}", ["rule.yaml:12", "'角'"]),
        ("  rounding: {to: 元, mode: down}\n", "", ["rule.yaml:10", "states its `rounding`"]),
        ("label: 购置补助", "label: 购置补助\nlabel: 又一个", ["rule.yaml:2:1", "a second time"]),
        ("label: 购置补助", "title: 购置补助", ["title"]),
        ("clause: （九）}", "}", ["clause"]),
        ("{is: unit_value", "{is: [unit_value", ["rule.yaml:8", "valid YAML"]),
    ],
)
def test_a_mistake_is_shown_at_its_place_with_what_is_allowed(tmp_path, old, new, parts):
    said = complaint(tmp_path, old, new)
    for part in parts:
        assert part in said


def test_a_mistake_in_an_expression_over_several_lines_is_underlined_in_its_line(tmp_path):
    folded = "    is: >-\n      newly_bought\n      and unit_worth >= floor\n    clause: （九）"
    text = GOOD.replace("  够大: {is: unit_value >= floor, clause: （九）}", f"  够大:\n{folded}")
    with pytest.raises(Invalid, match=r"rule\.yaml:11:11: “unit_worth”"):
        load_rule(written(tmp_path, text), "x/y/z", VOCABULARY)


def test_every_mistake_of_a_file_is_listed_at_once(tmp_path):
    text = GOOD.replace("unit_value >= floor", "unit_worth >= floor").replace(
        "unit_value * 0.1", "unit_cost"
    )
    with pytest.raises(Invalid) as caught:
        load_rule(written(tmp_path, text), "x/y/z", VOCABULARY)
    assert len(caught.value.problems) == 2


def test_a_missing_folder_of_policies_is_named(tmp_path):
    with pytest.raises(NotFound, match="nowhere"):
        load_library(tmp_path / "nowhere", VOCABULARY)


def test_a_partner_that_does_not_exist_is_refused(tmp_path):
    folder = tmp_path / "a" / "2022-b"
    folder.mkdir(parents=True)
    text = GOOD + "combine: {exclusive_with: [a/2022-b/other], rule: 从高}\n"
    (folder / "rule.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match="exclusive_with a/2022-b/other"):
        load_library(tmp_path, VOCABULARY)


def test_each_rule_of_guangdong_2022_carries_the_number_of_its_clause():
    rules = [rule for rule in LIBRARY.rules if rule.path.parent.name == "2022-industrial-growth"]
    assert len({rule.written.measure for rule in rules}) == 17
    for rule in rules:
        clause = rule.written.measure.strip("（）")
        assert int(rule.path.name[:2]) == cn2an.cn2an(clause, "normal")


@pytest.mark.parametrize("rule", LIBRARY.rules, ids=lambda rule: rule.id)
def test_every_case_of_a_rule_holds(rule):
    assert [str(problem) for problem in check_cases(rule, VOCABULARY)] == []


@pytest.mark.parametrize("rule", LIBRARY.rules, ids=lambda rule: rule.id)
def test_every_condition_is_tested_on_both_sides_and_with_each_fact_missing(rule):
    assert uncovered(rule, VOCABULARY) == []


#: Things that are bought, granted or decided one time: what they bring is had once.
EVENTS = (
    *("equipment_purchase", "vehicle_purchase", "charging_facility", "insurance_policy"),
    *("tax_due", "radio_licence", "upgrade_project", "above_scale_entry", "land_parcel"),
    *("receivable", "research_import", "merger", "profit_distribution", "standard_project"),
)


def test_what_one_purchase_project_or_payment_brings_is_had_once():
    again = [
        rule.id for rule in LIBRARY.rules if rule.subject in EVENTS and rule.written.per != "once"
    ]
    assert again == []


def test_what_is_measured_by_the_quarter_or_month_is_had_by_it():
    found = {rule.id.rpartition("/")[2]: rule.written.per for rule in LIBRARY.rules}
    assert found["08-potential-award"] == found["08-recovery-award"] == "quarter"
    assert found["16-vat-credit-refund"] == "month"


def test_every_rule_has_cases_and_all_cases_a_rule():
    rules = {case_path(rule) for rule in LIBRARY.rules}
    assert rules == set(home("policies").glob("*/*/*.tests.yaml"))
    assert {rule.path for rule in LIBRARY.rules} == set(rule_files(home("policies")))


def test_a_case_that_does_not_hold_is_told_with_both_values(tmp_path):
    rule = load_rule(written(tmp_path, GOOD), "x/y/z", VOCABULARY)
    case_path(rule).write_text(
        "as_of: 2022-12-31\ngiven:\n  equipment_purchase: {unit_value: 500万元}\n"
        "cases:\n  - case: 正好500万元，补助40万元\n    expect: {verdict: eligible, amount: 40万元}\n",
        encoding="utf-8",
    )
    (problem,) = check_cases(rule, VOCABULARY)
    assert "amount is 50000000" in problem.given
    assert problem.line == 6
