"""Explanations: the value read, the limit, the clause, what is missing, what is short."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ballast.assessment.explain import explain
from ballast.assessment.gaps import gap
from ballast.assessment.reasons import reasons
from ballast.content import home
from ballast.engine.reference import World
from ballast.rules.derived import load_vocabulary
from ballast.rules.library import load_library
from ballast.rules.parse import parse_condition

VOCABULARY = load_vocabulary(home("vocabulary"))
LIBRARY = load_library(home("policies"), VOCABULARY)
DAY = date(2022, 12, 31)
WAN = Decimal(10_000)

PURCHASE = {
    "purchased_on": date(2022, 6, 30),
    "newly_bought": True,
    "unit_value": 600 * WAN,
    "minimum_life": 10,
}
OWNER = {
    "kind": "company",
    "city": "440300",
    "industry": "C3912",
    "restricted_industry": False,
    "staff_mean": 300,
    "revenue": 20000 * WAN,
    "assets_mean": 10000 * WAN,
}


def world(subject="equipment_purchase", facts=PURCHASE, owner=OWNER):
    row = {(subject, name): value for name, value in facts.items()}
    return World(
        row | {("enterprise", name): value for name, value in owner.items()}, VOCABULARY, DAY
    )


def explained(name="01-equipment-deduction", **changes):
    rule = next(rule for rule in LIBRARY.rules if rule.id.endswith(name))
    facts = PURCHASE | {key: value for key, value in changes.items() if key in PURCHASE}
    owner = OWNER | {key: value for key, value in changes.items() if key in OWNER}
    return explain(rule, world(facts=facts, owner=owner), "P1")


def condition(explanation, name):
    return next(item for item in explanation.conditions if item.condition.name == name)


def texts(reasons):
    return [text for reason in reasons for text in (reason.text, *texts(reason.below))]


def test_a_met_condition_shows_the_value_read_the_limit_and_the_clause():
    found = condition(explained(), "单位价值达到下限")
    assert found.outcome is True
    assert found.condition.clause == "（一）"
    assert texts(found.reasons) == ["单位价值 600万元；须 ≥ 单位价值下限（500万元）"]


def test_a_derived_fact_is_explained_down_to_the_declared_ones():
    found = condition(explained(), "中小微企业")
    assert found.condition.source == "财政部 税务总局公告2022年第12号"
    assert "全年季度平均从业人数 300人；须 ≤ 其他行业从业人数上限（1000人）" in texts(found.reasons)


def test_a_code_is_shown_with_its_label():
    found = condition(explained(), "广东省企业")
    assert texts(found.reasons) == ["所在市 深圳市（440300）；须属于 广东省（440000）"]


def test_only_what_decides_a_failed_condition_is_told():
    found = condition(explained(newly_bought=False), "年度内新购置")
    assert texts(found.reasons) == ["新购置（含新建、自用） 否"]


def test_a_near_miss_says_what_is_short_and_by_how_much():
    assert explained(unit_value=480 * WAN).near_miss == "单位价值还差20万元"


def test_several_ways_to_meet_a_condition_are_told_as_alternatives():
    found = explained(staff_mean=1043, revenue=40500 * WAN)
    assert found.near_miss == "全年季度平均从业人数超出43人，或营业收入超出500万元"


def test_two_failed_conditions_are_no_near_miss():
    assert explained(unit_value=480 * WAN, minimum_life=6).near_miss is None


def test_nobody_is_told_how_far_he_is_from_a_surcharge():
    rule = next(rule for rule in LIBRARY.rules if rule.id.endswith("14-aluminium-steps"))
    facts = {"city": "440200", "product": "aluminium", "aluminium_power": 13640}
    spared = explain(rule, world(rule.subject, facts), "N1")
    assert spared.verdict.failed == ("电耗超过上限",)
    assert spared.near_miss is None


def test_what_no_number_changes_is_no_near_miss():
    assert explained(newly_bought=False).near_miss is None


def test_an_unknown_verdict_names_the_facts_that_would_settle_it():
    found = explained(unit_value=None)
    assert found.verdict.outcome == "unknown"
    assert dict(found.missing) == {"equipment_purchase.unit_value": "单位价值"}
    assert "单位价值 未知；须 ≥ 单位价值下限（500万元）" in texts(
        condition(found, "单位价值达到下限").reasons
    )


def test_a_fact_that_no_longer_matters_is_not_asked_for():
    found = explained(staff_mean=None)
    assert found.verdict.outcome == "eligible"
    assert not found.missing


def test_the_amount_is_told_with_its_formula():
    assert explained().amount_text.endswith("四舍五入到分")


def test_the_industry_row_of_a_decision_table_is_told_by_name():
    lease = {
        "state_owned": True,
        "county": "440305",
        "months_leased": 12,
        "monthly_rent": Decimal(1),
        "risk_listed": False,
    }
    owner = OWNER | {"staff": 300, "revenue": 2000 * WAN}
    rule = next(rule for rule in LIBRARY.rules if rule.id.endswith("05-rent-relief"))
    found = condition(
        explain(rule, world("lease", lease, owner), "L1"), "制造业小微企业或个体工商户"
    )
    assert "企业规模（统计2017）行业 工业" in texts(found.reasons)
    met = "正好等于限额，须低于限额"
    assert found.gap == f"从业人员{met}，或营业收入{met}"


def test_below_a_negation_nothing_is_called_short():
    facts = {"industry": "C3912", "staff": 292, "revenue": 5000 * WAN}
    node = parse_condition("size_2017 <= 'small'", VOCABULARY.scope("enterprise"))
    *_, negated = reasons(node, world("enterprise", facts, {}))
    assert "从业人员 292人；须 ≥ 300人" in texts([negated])
    assert all(step.short is None for step in negated.below)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("staff >= 300", {"staff": 290}, "从业人员还差10人"),
        ("staff > 300", {"staff": 300}, "从业人员正好等于限额，须高于限额"),
        ("not staff > 300", {"staff": 310}, "从业人员超出10人"),
        (
            "laid_off / insured_staff <= 0.055",
            {"laid_off": 12, "insured_staff": 200},
            "上年度裁员人数 ÷ 上年末失业保险参保人数超出0.5个百分点",
        ),
        (
            "staff >= 300 and revenue > 0",
            {"staff": 290, "revenue": Decimal(0)},
            "从业人员还差10人，且营业收入正好等于限额，须高于限额",
        ),
        (
            "staff >= 300 or kind = 'company'",
            {"staff": 290, "kind": "social_organisation"},
            "从业人员还差10人",
        ),
        ("staff >= 300 and kind = 'company'", {"staff": 290, "kind": "social_organisation"}, None),
        ("staff >= 300 and insured_staff > 3", {"staff": 290}, None),
        (
            "case when injury_insured then staff > 9 else staff > 5 end",
            {"injury_insured": False, "staff": 3},
            "从业人员还差2人",
        ),
        ("kind = 'company'", {"kind": "company"}, None),
    ],
)
def test_a_gap_is_what_numbers_alone_could_close(text, facts, expected):
    node = parse_condition(text, VOCABULARY.scope("enterprise"))
    assert gap(node, world("enterprise", facts, {})) == expected
