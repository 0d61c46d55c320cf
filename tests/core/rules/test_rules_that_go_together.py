"""Rules that exclude each other, that are chosen among, that share a cap, that are had once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rules_support import DAY, VOCABULARY, library, rule_of, rule_text, world

from ballast.assessment.cases import case_path, check_cases
from ballast.engine.reference import judge
from ballast.errors import Invalid
from ballast.rules.library import load_library, replaced
from ballast.rules.telling import told

#: Facts that rules ask for and that mean nothing else here.
LOW, HIGH = "property_tax", "stamp_tax"


def member(label, amount, combine, more="", condition="staff >= floor"):
    return rule_text(condition, amount, label=label, more=f"combine: {combine}\n{more}")


def pair(folder, rule="从高", more="", **changes):
    low = member("甲", LOW, f"{{exclusive_with: [high], rule: {rule}{more}}}", **changes)
    high = member("乙", HIGH, f"{{exclusive_with: [low], rule: {rule}{more}}}", **changes)
    return library(folder, low=low, high=high)


def payables(found, **facts):
    """What is payable of each rule, in yuan, by the name of its file."""
    money = {key: Decimal(value) for key, value in facts.items() if key in (LOW, HIGH)}
    row = world(**{"staff": 100} | facts | money)
    paid = {rule.id.rpartition("/")[2]: judge(rule, row).payable for rule in found.rules}
    return {name: None if fen is None else fen / 100 for name, fen in paid.items()}


def test_of_rules_that_exclude_each_other_the_highest_alone_is_paid(tmp_path):
    found = pair(tmp_path)
    assert payables(found, property_tax=5, stamp_tax=8) == {"low": 0, "high": 8}
    assert payables(found, property_tax=9, stamp_tax=8) == {"low": 9, "high": 0}


def test_of_equal_amounts_that_of_the_smaller_identifier_is_paid(tmp_path):
    assert payables(pair(tmp_path), property_tax=8, stamp_tax=8) == {"low": 0, "high": 8}


def test_the_amount_itself_stays_what_the_rule_gives(tmp_path):
    rule = rule_of(pair(tmp_path), "low")
    row = world(staff=100, property_tax=Decimal(5), stamp_tax=Decimal(8))
    assert (judge(rule, row).amount, judge(rule, row).payable) == (500, 0)


def test_what_may_be_beaten_by_an_unknown_amount_is_unknown_and_says_by_which(tmp_path):
    found = pair(tmp_path)
    assert payables(found, property_tax=5) == {"low": None, "high": None}
    row = world(staff=100, property_tax=Decimal(5))
    assert judge(rule_of(found, "low"), row).missing == ("enterprise.stamp_tax",)


def test_a_case_of_a_rule_may_expect_what_is_payable(tmp_path):
    found = rule_of(pair(tmp_path), "low")
    facts = "staff: 100人, property_tax: 5元, stamp_tax: 8元"
    case_path(found).write_text(
        f"as_of: 2022-06-30\ngiven:\n  enterprise: {{{facts}}}\n"
        "cases:\n  - case: 一例\n    expect: {verdict: eligible, amount: 5元, payable: 5元}\n",
        encoding="utf-8",
    )
    (problem,) = check_cases(found, VOCABULARY)
    assert "payable is 0" in problem.given


def test_a_case_that_expects_no_payment_asks_nothing_that_only_partners_ask_for(tmp_path):
    found = rule_of(pair(tmp_path), "low")
    case_path(found).write_text(
        "as_of: 2022-06-30\ngiven:\n  enterprise: {staff: 100人}\n"
        "cases:\n  - case: 一例\n"
        "    expect: {verdict: eligible, amount: null, missing: [enterprise.property_tax]}\n",
        encoding="utf-8",
    )
    assert check_cases(found, VOCABULARY) == []
    assert "enterprise.stamp_tax" in judge(found, world(staff=100)).missing


def test_a_rule_that_is_not_granted_beats_none(tmp_path):
    combine = "{{exclusive_with: [{}], rule: 从高}}"
    low = member("甲", LOW, combine.format("high"))
    high = member("乙", HIGH, combine.format("low"), condition="staff > 300")
    found = library(tmp_path, low=low, high=high)
    assert payables(found, property_tax=5, stamp_tax=8) == {"low": 5, "high": None}
    assert payables(found, staff=301, property_tax=5, stamp_tax=8) == {"low": 0, "high": 8}


def test_an_open_verdict_of_a_lower_rule_leaves_the_higher_one_payable(tmp_path):
    combine = "{{exclusive_with: [{}], rule: 从高}}"
    low = member("甲", LOW, combine.format("high"))
    high = member("乙", HIGH, combine.format("low"), condition="injury_insured")
    found = library(tmp_path, low=low, high=high)
    assert payables(found, property_tax=9, stamp_tax=8)["low"] == 9
    assert payables(found, property_tax=5, stamp_tax=8)["low"] is None


def test_a_rule_out_of_its_effect_excludes_none(tmp_path):
    combine = "combine: {{exclusive_with: [{}], rule: 从高}}\n"
    low = rule_text(amount=LOW, more=combine.format("high"))
    ended = "{from: 2022-01-01, to: 2022-05-31}"
    high = rule_text(amount=HIGH, effect=ended, more=combine.format("low"))
    found = library(tmp_path, low=low, high=high)
    assert payables(found, property_tax=5, stamp_tax=8)["low"] == 5


def test_rules_to_choose_from_are_open_while_more_than_one_is_granted(tmp_path):
    found = pair(tmp_path, "择一")
    assert payables(found, property_tax=5, stamp_tax=8) == {"low": None, "high": None}


CHOICE = ", choice: name"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("low", {"low": 5, "high": 0}),
        ("high", {"low": 0, "high": 8}),
        ("other", {"low": None, "high": None}),
        (None, {"low": None, "high": None}),
    ],
)
def test_a_declared_choice_decides(tmp_path, chosen, expected):
    found = pair(tmp_path, "择一", CHOICE)
    assert payables(found, property_tax=5, stamp_tax=8, name=chosen) == expected


def test_a_missing_choice_is_named_as_what_would_settle_the_payment(tmp_path):
    rule = rule_of(pair(tmp_path, "择一", CHOICE), "low")
    row = world(staff=100, property_tax=Decimal(5), stamp_tax=Decimal(8))
    assert judge(rule, row).missing == ("enterprise.name",)


def test_without_a_second_granted_rule_there_is_nothing_to_choose(tmp_path):
    low = member("甲", LOW, "{exclusive_with: [high], rule: 择一}")
    high = member("乙", HIGH, "{exclusive_with: [low], rule: 择一}", condition="staff > 300")
    assert payables(library(tmp_path, low=low, high=high), property_tax=5) == {
        "low": 5,
        "high": None,
    }


def test_stacked_rules_pay_all_of_their_amounts(tmp_path):
    found = pair(tmp_path, "可叠加")
    assert payables(found, property_tax=5, stamp_tax=8) == {"low": 5, "high": 8}
    assert all(rule.payable is None for rule in found.rules)


def capped(folder, values="10元"):
    def text(other, label, amount):
        combine = f"{{exclusive_with: [{other}], rule: 可叠加, at_most: most}}"
        cap = f"  most: {{label: 合计上限, unit: CNY, values: {{2022-01-01: {values}}}}}\n"
        return member(label, amount, combine).replace("conditions:", f"{cap}conditions:")

    return library(folder, low=text("high", "甲", LOW), high=text("low", "乙", HIGH))


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1, 8, {"low": 1, "high": 8}),
        (2, 8, {"low": 2, "high": 8}),
        (5, 8, {"low": 2, "high": 8}),
        (5, 12, {"low": 0, "high": 10}),
    ],
)
def test_a_cap_over_a_stack_cuts_the_later_identifiers(tmp_path, low, high, expected):
    assert payables(capped(tmp_path), property_tax=low, stamp_tax=high) == expected


def test_under_a_cap_an_open_earlier_amount_leaves_the_later_one_open(tmp_path):
    assert payables(capped(tmp_path), property_tax=5)["low"] is None


def test_three_rules_share_one_group(tmp_path):
    def text(others, amount):
        return member("丙", amount, f"{{exclusive_with: [{others}], rule: 从高}}")

    found = library(
        tmp_path, x=text("y, z", LOW), y=text("x, z", HIGH), z=text("x, y", "resource_tax")
    )
    facts = {"property_tax": 5, "stamp_tax": 8, "resource_tax": Decimal(7)}
    assert payables(found, **facts) == {"x": 0, "y": 8, "z": 0}


@pytest.mark.parametrize(
    ("mine", "theirs", "parts"),
    [
        (
            "{exclusive_with: [high], rule: 从高}",
            None,
            ["low.yaml:13:28", "does not name a/2022-b/low"],
        ),
        (
            "{exclusive_with: [high], rule: 从高}",
            "{exclusive_with: [low], rule: 择一}",
            ["从高, where a/2022-b/high says 择一"],
        ),
        ("{exclusive_with: [hihg], rule: 从高}", None, ["exclusive_with hihg", "a/2022-b/high"]),
        ("{exclusive_with: [low], rule: 从高}", None, ["each other rule once"]),
        ("{exclusive_with: [lease], rule: 从高}", None, ["a/2022-b/lease, which is about lease"]),
        (
            "{exclusive_with: [bare], rule: 从高}",
            None,
            ["a/2022-b/bare, which gives no amount"],
        ),
        (
            "{exclusive_with: [high], rule: 择一, choice: nam}",
            "{exclusive_with: [low], rule: 择一, choice: nam}",
            ["“nam”", "name (名称)"],
        ),
        (
            "{exclusive_with: [high], rule: 择一, choice: kind}",
            "{exclusive_with: [low], rule: 择一, choice: kind}",
            ["'low'", "'company' (企业)"],
        ),
        (
            "{exclusive_with: [high], rule: 择一, choice: name}",
            "{exclusive_with: [low], rule: 择一}",
            ["one fact in the whole group"],
        ),
        (
            "{exclusive_with: [high], rule: 可叠加, at_most: floor}",
            "{exclusive_with: [low], rule: 可叠加, at_most: floor}",
            ["at_most: floor", "in CNY"],
        ),
        ("{exclusive_with: [high], rule: 从高, choice: name}", None, ["`choice` is for 择一"]),
        ("{exclusive_with: [high], rule: 从高, at_most: floor}", None, ["`at_most` is for 可叠加"]),
    ],
)
def test_a_group_that_is_seen_differently_is_refused_at_its_place(tmp_path, mine, theirs, parts):
    others = {
        "high": member("乙", HIGH, theirs) if theirs else rule_text(amount=HIGH),
        "lease": rule_text("state_owned", "monthly_rent", subject="lease"),
        "bare": rule_text(
            amount="null",
            kind="qualification",
            more="combine: {exclusive_with: [low], rule: 从高}\n" if "bare" in mine else "",
        ),
    }
    with pytest.raises(Invalid) as caught:
        library(tmp_path, low=member("甲", LOW, mine), **others)
    for part in ["low.yaml", *parts]:
        assert part in str(caught.value)


def test_every_rule_of_a_group_must_name_all_the_others(tmp_path):
    def text(others):
        return member("丙", LOW, f"{{exclusive_with: [{others}], rule: 从高}}")

    with pytest.raises(Invalid, match="a/2022-b/x, which does not name a/2022-b/z"):
        library(tmp_path, x=text("y"), y=text("x, z"), z=text("y"))


@pytest.mark.parametrize(
    ("rule", "more", "said"),
    [
        ("从高", "", "组合：与〔乙〕从高，不重复享受"),
        ("择一", CHOICE, "组合：与〔乙〕择一享受"),
        ("可叠加", "", "组合：与〔乙〕叠加享受"),
    ],
)
def test_a_rule_tells_with_what_it_goes_together(tmp_path, rule, more, said):
    assert said in list(told(rule_of(pair(tmp_path, rule, more), "low"), VOCABULARY, DAY))


def test_a_cap_is_told(tmp_path):
    lines = list(told(rule_of(capped(tmp_path), "low"), VOCABULARY, DAY))
    assert "组合：与〔乙〕叠加享受，合计最高不超过合计上限" in lines


ONCE = "once: {per: project, evidence: injury_insured, clause: 五}\n"


@pytest.mark.parametrize(
    ("had", "expected"),
    [(False, "eligible"), (True, "ineligible"), (None, "unknown")],
    ids=["未曾", "曾经", "未知"],
)
def test_what_is_had_once_is_not_had_again(tmp_path, had, expected):
    found = rule_of(library(tmp_path, x=rule_text(more=ONCE)), "x")
    verdict = judge(found, world(staff=100, injury_insured=had))
    assert verdict.outcome == expected
    assert (found.conditions[-1].name, found.conditions[-1].clause) == ("未曾享受", "五")


def test_a_rule_tells_that_it_is_had_once(tmp_path):
    found = rule_of(library(tmp_path, x=rule_text(more=ONCE)), "x")
    lines = list(told(found, VOCABULARY, DAY))
    assert "  2. 未曾享受（条款五）：不是（参加工伤保险）" in lines
    assert "享受次数：每个项目只享受一次" in lines


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("once: {per: year, evidence: staff}\n", "where a condition is needed"),
        ("once: {per: day, evidence: injury_insured}\n", "project"),
    ],
)
def test_a_mistake_under_once_is_shown_at_its_place(tmp_path, more, said):
    with pytest.raises(Invalid) as caught:
        library(tmp_path, x=rule_text(more=more))
    assert said in str(caught.value)
    assert "x.yaml:13:" in str(caught.value)


def test_a_condition_of_the_name_that_once_makes_is_refused(tmp_path):
    text = rule_text(more=ONCE).replace("条件:", "未曾享受:")
    with pytest.raises(Invalid, match="beside `once`"):
        library(tmp_path, x=text)


def test_one_rule_is_replaced_as_if_all_had_been_read_anew(tmp_path):
    found = pair(tmp_path)
    path = rule_of(found, "low").path
    path.write_text(path.read_text(encoding="utf-8").replace("甲", "丙"), encoding="utf-8")
    quick = replaced(found, rule_of(found, "low").id, path, VOCABULARY)
    whole = load_library(found.folder, VOCABULARY)
    assert {rule.id: (rule.label, rule.payable) for rule in quick.rules} == {
        rule.id: (rule.label, rule.payable) for rule in whole.rules
    }


def test_a_replaced_rule_with_a_problem_is_refused(tmp_path):
    found = pair(tmp_path)
    path = rule_of(found, "low").path
    path.write_text(path.read_text(encoding="utf-8").replace("[high]", "[none]"), encoding="utf-8")
    with pytest.raises(Invalid, match="none"):
        replaced(found, rule_of(found, "low").id, path, VOCABULARY)
