"""What 以上, 超过 and the like mean in a condition: declared, checked against `is`, told."""

from __future__ import annotations

import pytest
from rules_support import DAY, VOCABULARY, library, rule_of, rule_text, world

from ballast.assessment.check import rule_warnings
from ballast.assessment.explain import explain
from ballast.errors import Invalid
from ballast.measures.comparators import bound_words
from ballast.rules.bounds import told_bounds
from ballast.rules.telling import told


def text(condition, bounds, quote=None):
    said = f", quote: {quote}" if quote else ""
    declared = f", bounds: {bounds}" if bounds else ""
    return rule_text(condition).replace(", clause: 一}", f", clause: 一{said}{declared}}}")


def rule(folder, *parts):
    return rule_of(library(folder, x=text(*parts)), "x")


def bound(word, operator, basis="civil_code"):
    return f'{{{word}: {{operator: "{operator}", basis: {basis}}}}}'


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("从业人员100人以上", [("以上", ">=", "civil_code")]),
        ("从业人员100人以上(不含)", [("以上", ">", "stated")]),
        ("不满300人的企业", [("不满", "<", "civil_code")]),
        ("不超过300人且不低于20人", [("不超过", "<=", None), ("不低于", ">=", None)]),
        ("高于20人、1000人以下", [("高于", ">", None), ("以下", "<=", "civil_code")]),
        ("期限届满的项目", [("届满", ">=", "civil_code")]),
        ("省内房屋，最高100万元", []),
    ],
)
def test_the_words_of_a_quote_are_found_with_what_they_mean(quote, expected):
    found = [(word, meant.comparator, meant.basis) for word, meant in bound_words(quote)]
    assert found == expected


@pytest.mark.parametrize(
    ("condition", "bounds", "quote"),
    [
        ("staff >= floor", bound("以上", ">="), "100人以上"),
        ("floor <= staff", bound("以上", ">="), None),
        ("not staff < floor", bound("不低于", ">=", "plain"), None),
        ("staff < floor", bound("不满", "<"), None),
        ("staff < floor", bound("以下", "<", "table"), "100人以下"),
        ("staff > floor", bound("以上", ">", "stated"), "100人以上（不含）"),
        ("staff >= floor", bound("超过", ">=", "table"), None),
        ("staff > floor and staff <= 1000", bound("超过", ">"), None),
        (
            "case when injury_insured then staff > floor else staff > floor + 1 end",
            bound("超过", ">"),
            None,
        ),
        ("small_low_profit", bound("不超过", "<=", "plain"), None),
    ],
)
def test_bounds_that_agree_with_words_and_expression_pass(tmp_path, condition, bounds, quote):
    found = rule(tmp_path, condition, bounds, quote)
    assert rule_warnings([found]) == []


@pytest.mark.parametrize(
    ("condition", "bounds", "quote", "parts"),
    [
        ("staff > floor", bound("以上", ">="), None, ["a comparison by >", "as `bounds` declares"]),
        ("staff <= floor", bound("以上", ">="), None, ["“以上” as >=, by which nothing"]),
        ("staff >= floor", bound("超过", ">="), None, ["“超过” as >=", ">, by civil_code"]),
        ("staff <= floor", bound("超过", "<=", "table"), None, ["“超过” as <=", "> or >="]),
        ("staff > floor", bound("高于", ">"), None, ["“高于” by civil_code", "plain; or stated"]),
        ("staff >= floor", bound("以上", ">=", "plain"), None, ["“以上” by plain"]),
        (
            "staff >= floor",
            bound("以上", ">="),
            "100人以上（含）",
            ["“以上” by civil_code", "stated"],
        ),
        ("staff >= floor", bound("多少", ">="), None, ["“多少”", "a word that bounds"]),
        ("not staff >= floor", bound("以上", ">="), None, ["“以上” as >=, by which nothing"]),
        ("staff >= floor", bound("以上", "=>"), None, ["'=>'"]),
        ("staff >= floor", bound("以上", ">=", "custom"), None, ["'custom'"]),
    ],
)
def test_bounds_that_contradict_are_refused_at_their_place(
    tmp_path, condition, bounds, quote, parts
):
    with pytest.raises(Invalid) as caught:
        rule(tmp_path, condition, bounds, quote)
    for part in ["x.yaml:8:", *parts]:
        assert part in str(caught.value)


def test_a_word_in_a_quote_without_its_bound_is_a_warning_that_says_what_to_write(tmp_path):
    (warning,) = rule_warnings([rule(tmp_path, "staff >= floor", "", "100人以上")])
    assert "“以上” in a quote" in warning.given
    assert warning.allowed == "bounds: {以上: {operator: '>=', basis: civil_code}}"
    assert (warning.line, warning.excerpt.lstrip()[:2]) == (8, "条件")


def test_the_bounds_of_another_rule_are_its_own(tmp_path):
    other = rule_text("staff > floor")
    found = library(
        tmp_path, y=other, x=text("granted('y') and staff >= floor", bound("以上", ">="))
    )
    assert rule_of(found, "x").conditions[0].bounds


@pytest.mark.parametrize(
    ("condition", "bounds", "said"),
    [
        ("staff >= floor", bound("以上", ">="), "以上（含本数，民法典第1259条）"),
        ("staff > floor", bound("超过", ">"), "超过（不含本数，民法典第1259条）"),
        ("staff > floor", bound("高于", ">", "plain"), "高于（不含本数，通常文义）"),
        ("staff < floor", bound("以下", "<", "table"), "以下（不含本数，标准表列明）"),
        ("staff < floor", bound("以下", "<", "stated"), "以下（不含本数，条款写明）"),
    ],
)
def test_a_bound_is_told_with_how_it_is_known(tmp_path, condition, bounds, said):
    found = rule(tmp_path, condition, bounds)
    assert any(said in line for line in told(found, VOCABULARY, DAY))
    (explained,) = explain(found, world(staff=100), "E").conditions
    assert told_bounds(explained.condition.bounds) == [said]
