"""Lamps of major projects, by rule."""

from datetime import date
from decimal import Decimal

import pytest

from ballast.content import home
from ballast.supervision.lamps import load_lamps

TODAY = date(2022, 10, 31)
PROJECT = {
    "number": "ZD00000001",
    "complete": False,
    "stage": "building",
    "scheduled": True,
    "next_stage": "completed",
    "next_due": date(2023, 6, 30),
    "unprepared": True,
    "unprepared_stage": "producing",
    "unprepared_due": date(2023, 9, 30),
    "conditions_open": 0,
    "condition_due": None,
    "condition_unit": None,
    "funded": False,
    "funding_due": None,
    "funding_kind": None,
    "funding_spent": None,
    "funding_planned": None,
    "reports_missing": 0,
    "invests": True,
    "year_done": Decimal("0.80"),
    "year_planned": Decimal("0.832877"),
}
WAITING = {"conditions_open": 1, "condition_unit": "广州市供电局"}
BOND = {
    "funded": True,
    "funding_kind": "专项债券",
    "funding_due": TODAY,
    "funding_spent": Decimal("0.95"),
    "funding_planned": Decimal(1),
}


@pytest.fixture(scope="module")
def watch():
    return load_lamps(home("supervision")).on("project", TODAY)


@pytest.mark.parametrize(
    ("what", "changed", "lamp", "rules"),
    [
        ("on course", {}, "green", []),
        ("complete, though late", {"complete": True, "next_due": TODAY}, "blue", []),
        ("due today", {"next_due": TODAY}, "green", []),
        (
            "due yesterday",
            {"next_due": date(2022, 10, 30)},
            "red",
            ["project-milestone-overdue"],
        ),
        (
            "due in 30 days, and the milestone before it is not reached",
            {"unprepared_due": date(2022, 11, 30)},
            "yellow",
            ["project-milestone-unprepared"],
        ),
        ("due in 31 days", {"unprepared_due": date(2022, 12, 1)}, "green", []),
        (
            "without a schedule",
            {"scheduled": False, "unprepared": False, "next_due": None, "unprepared_due": None},
            "green",
            [],
        ),
        (
            "a condition open in 15 days",
            {**WAITING, "condition_due": date(2022, 11, 15)},
            "yellow",
            ["project-condition-soon"],
        ),
        (
            "a condition open in 16 days",
            {**WAITING, "condition_due": date(2022, 11, 16)},
            "green",
            [],
        ),
        (
            "a condition that should have been solved yesterday",
            {**WAITING, "condition_due": date(2022, 10, 30)},
            "red",
            ["project-condition-overdue"],
        ),
        ("nearly spent on the last day", BOND, "green", []),
        (
            "not spent the day after",
            {**BOND, "funding_due": date(2022, 10, 30)},
            "red",
            ["project-funding-overdue"],
        ),
        (
            "spending exactly 10 points behind",
            {**BOND, "funding_spent": Decimal("0.9")},
            "yellow",
            ["project-funding-behind"],
        ),
        ("one weekly report missing", {"reports_missing": 1}, "green", []),
        ("two weekly reports missing", {"reports_missing": 2}, "yellow", ["project-not-reported"]),
        (
            "investment exactly 10 points behind",
            {"year_done": Decimal("0.732877")},
            "yellow",
            ["project-investment-behind"],
        ),
        (
            "investment exactly 30 points behind",
            {"year_done": Decimal("0.532877")},
            "red",
            ["project-investment-far-behind", "project-investment-behind"],
        ),
        ("investment not known", {"year_done": None}, "unknown", []),
        ("no plan for the year", {"invests": False, "year_done": None}, "green", []),
    ],
)
def test_a_project_shows_its_lamp(watch, what, changed, lamp, rules):
    shown = watch.show({**PROJECT, **changed})
    assert (shown.lamp, [lit.rule for lit in shown.lit]) == (lamp, rules), what


def test_an_unknown_lamp_names_what_is_missing(watch):
    assert watch.show({**PROJECT, "year_done": None}).missing == ("年度投资完成率",)


def test_a_reason_says_when_and_who(watch):
    facts = {
        **PROJECT,
        **WAITING,
        "condition_due": date(2022, 10, 30),
        "next_due": date(2022, 10, 1),
    }
    reasons = [lit.reason for lit in watch.show(facts).lit]
    assert reasons == [
        "应由广州市供电局在2022年10月30日前解决，共1项没有解决",
        "计划2022年10月1日竣工，目前处于在建阶段",
    ]


def test_every_rule_of_projects_is_lit_by_some_case_above(watch):
    cases = test_a_project_shows_its_lamp.pytestmark[0].args[1]
    assert {rule for *_, rules in cases for rule in rules} == {r.name for r in watch.rules}
