"""In which period a row has a benefit once, and until when a deferral puts payment off."""

from __future__ import annotations

from datetime import date

import pytest
from rules_support import DAY, VOCABULARY, library, rule_of, rule_text, world

from ballast.assessment.cases import case_path, check_cases
from ballast.engine.reference import judge
from ballast.errors import Invalid
from ballast.rules.telling import told


def rule(folder, benefit, kind="deferral"):
    text = rule_text(kind=kind, amount="null").replace("  amount: null\n", benefit)
    return rule_of(library(folder, x=text), "x")


@pytest.mark.parametrize(
    ("per", "day", "expected"),
    [
        ("year", date(2022, 10, 5), ("2022", date(2022, 1, 1), date(2022, 12, 31))),
        ("quarter", date(2022, 9, 30), ("2022Q3", date(2022, 7, 1), date(2022, 9, 30))),
        ("quarter", date(2022, 10, 1), ("2022Q4", date(2022, 10, 1), date(2022, 12, 31))),
        ("month", date(2024, 2, 29), ("2024-02", date(2024, 2, 1), date(2024, 2, 29))),
        ("once", date(2022, 10, 5), ("", date(2022, 1, 1), date(2022, 12, 31))),
    ],
)
def test_a_day_lies_in_one_period(tmp_path, per, day, expected):
    found = rule(tmp_path, f"  per: {per}\n", "award").period(day)
    assert (found.label, found.first, found.last) == expected


@pytest.mark.parametrize(("per", "label"), [("project", ""), ("enterprise", ""), ("year", "2022")])
def test_what_is_had_once_for_good_has_no_period(tmp_path, per, label):
    more = f"once: {{per: {per}, evidence: injury_insured}}\n"
    found = rule_of(library(tmp_path, x=rule_text(more=more)), "x")
    assert found.period(DAY).label == label


def test_without_a_word_a_benefit_is_had_by_the_year(tmp_path):
    assert rule(tmp_path, "", "award").period(DAY).label == "2022"


UNTIL = (
    "  until: case when founded_on <= date '2022-01-31' then date '2022-07-31' "
    "else date '2022-08-31' end\n"
)
CALENDAR = """\
  calendar:
    by: founded_on
    rows:
      - {period: 2022年1月, due: 2022-02-23, deferred_to: 2022-08-23}
      - {period: 2022年2月, due: 2022-03-15, deferred_to: 2022-09-15}
"""


@pytest.mark.parametrize(
    ("benefit", "due", "expected"),
    [
        (UNTIL, date(2022, 1, 31), date(2022, 7, 31)),
        (UNTIL, date(2022, 2, 1), date(2022, 8, 31)),
        (UNTIL, None, None),
        (CALENDAR, date(2022, 2, 23), date(2022, 8, 23)),
        (CALENDAR, date(2022, 3, 15), date(2022, 9, 15)),
        (CALENDAR, date(2022, 3, 16), None),
    ],
)
def test_a_deferral_says_the_new_day(tmp_path, benefit, due, expected):
    found = judge(rule(tmp_path, benefit), world(staff=100, founded_on=due))
    assert (found.outcome, found.until) == ("eligible", expected)


def test_the_fact_that_leaves_the_new_day_open_is_missing(tmp_path):
    found = judge(rule(tmp_path, UNTIL), world(staff=100))
    assert found.missing == ("enterprise.founded_on",)


def test_who_is_not_eligible_has_no_new_day(tmp_path):
    found = judge(rule(tmp_path, UNTIL), world(staff=99, founded_on=DAY))
    assert (found.outcome, found.until) == ("ineligible", None)


def test_a_case_of_a_rule_may_expect_the_new_day(tmp_path):
    found = rule(tmp_path, UNTIL)
    (problem,) = check_cases_of(
        found, "staff: 100人, founded_on: 2022-01-31", "verdict: eligible, until: 2022-08-01"
    )
    assert "until is 2022-07-31" in problem.given


def check_cases_of(found, facts, expected):
    case_path(found).write_text(
        f"as_of: 2022-06-30\ngiven:\n  enterprise: {{{facts}}}\n"
        f"cases:\n  - case: 一例\n    expect: {{{expected}}}\n",
        encoding="utf-8",
    )
    return check_cases(found, VOCABULARY)


def test_a_deferral_tells_its_new_day(tmp_path):
    lines = list(told(rule(tmp_path, CALENDAR), VOCABULARY, DAY))
    assert (
        "缓缴至：若成立日期 ＝ 2022年2月23日则为2022年8月23日；"
        "若成立日期 ＝ 2022年3月15日则为2022年9月15日；否则为未定" in lines
    )


@pytest.mark.parametrize(
    ("benefit", "kind", "said"),
    [
        ("  until: staff\n", "deferral", "x.yaml:11:10: a number in 人"),
        ("  until: founded\n", "deferral", "x.yaml:11:10: “founded”"),
        (CALENDAR.replace("founded_on", "staff"), "deferral", "x.yaml:12:9: a number in 人"),
        (UNTIL, "award", "`until` and `calendar` are for the kind deferral"),
        (UNTIL + CALENDAR, "deferral", "one of them says the new day"),
        (CALENDAR.replace("03-15", "02-23"), "deferral", "2022-02-23 is due twice"),
        (CALENDAR.replace("2022-09-15", "2022-03-14"), "deferral", "lies before `due`"),
        ("  per: week\n", "award", "'once', 'month', 'quarter' or 'year'"),
    ],
)
def test_a_mistake_in_a_deferral_or_period_is_shown_at_its_place(tmp_path, benefit, kind, said):
    with pytest.raises(Invalid) as caught:
        rule(tmp_path, benefit, kind)
    assert said in str(caught.value)
