"""Tasks proposed from the five packages."""

from datetime import date
from decimal import Decimal

import pytest

from ballast.content import home
from ballast.measures.package import load_packages
from ballast.supervision.proposals import NO_LEAD, NOBODY, proposed
from ballast.vocabulary.organisations import load_register


@pytest.fixture(scope="module")
def tasks():
    register = load_register(home("vocabulary"))
    packages = load_packages(home("policies"))
    return {name: list(proposed(each, register)) for name, each in packages.items()}


def of(tasks, package, clause, kind=None):
    return [t for t in tasks[package] if t.clause == clause and kind in (None, t.kind)]


def test_the_technical_transformation_of_8500_enterprises_is_a_target_due_at_the_years_end(tasks):
    (task,) = of(tasks, "guangdong/2022-industrial-growth", "（十八）", "target")
    assert (task.target.value.value, task.target.value.unit) == (Decimal(8500), "家")
    assert (task.due, task.part, task.remark) == (date(2022, 12, 31), "lead", NO_LEAD)


def test_the_lead_of_a_measure_is_accountable_and_members_support(tasks):
    found = of(tasks, "guangdong/2022-industrial-growth", "（十九）")
    leads = [t.organisation for t in found if t.part == "lead"]
    assert leads == ["440000-development_and_reform"]
    assert {t.kind for t in found if t.part == "member"} == {"work"}


def test_ten_events_a_month_for_each_city_are_a_recurring_duty_of_nobody_yet(tasks):
    found = [t for t in tasks["fujian/2023-industrial-push-report"] if t.kind == "duty"]
    (events,) = [t for t in found if "促销" in t.content]
    assert (events.cadence.every, events.cadence.at_least, events.cadence.per) == (
        "month",
        10,
        "地市",
    )
    assert (events.unit, events.organisation, events.remark) == ("", "", NOBODY)


def test_every_measure_of_every_package_becomes_somebodys_task(tasks):
    for name, package in load_packages(home("policies")).items():
        assert {t.clause for t in tasks[name]} >= set(package.clauses)


def test_every_unit_that_is_printed_is_in_the_register(tasks):
    unknown = [t.unit for each in tasks.values() for t in each if t.unit and not t.organisation]
    assert unknown == []


def test_a_tasks_key_tells_it_from_all_others_of_its_package(tasks):
    for found in tasks.values():
        assert len({task.key for task in found}) == len(found)
