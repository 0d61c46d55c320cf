"""The work list: what waits, by state, measure, city; what is overdue; nobody else's."""

from __future__ import annotations

from datetime import date

import pytest

from ballast_web.applications.states import State
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(people, signed_in):
    def found(application, **query: str) -> bool:
        client = signed_in(people["officer"])
        return application.number in client.get("/staff/work/", query).content.decode()

    return found


def test_a_draft_is_the_enterprises_alone(until, listed):
    assert not listed(until(State.DRAFT))


def test_what_is_handed_in_is_listed_by_state_measure_and_city(until, listed):
    found = until(State.SUBMITTED)
    assert listed(found)
    for query, there in (
        ({"state": "submitted"}, True),
        ({"state": "paid"}, False),
        ({"measure": "租金"}, True),
        ({"measure": "充电桩"}, False),
        ({"city": "4401"}, True),
        ({"automatic": "true"}, False),
        ({"automatic": "false"}, True),
    ):
        assert listed(found, **query) == there, query


def test_what_is_overdue_is_told_apart(until, listed, business_day):
    found = until(State.REVIEWING)
    assert (listed(found, overdue="true"), listed(found, overdue="false")) == (False, True)
    business_day(date(2022, 12, 30))
    assert (listed(found, overdue="true"), listed(found, overdue="false")) == (True, False)


def test_another_city_does_not_see_it(until, acting, other_city, signed_in):
    found = until(State.SUBMITTED)
    client = signed_in(acting(Role.POLICY, other_city))
    assert found.number not in client.get("/staff/work/").content.decode()


def test_the_cards_count_what_waits(until, people, signed_in):
    until(State.REVIEWING)
    page = signed_in(people["officer"]).get("/staff/work/")
    counts = {label: number for label, _, number in page.context["counts"]}
    assert (counts["审核中"], counts["已提交"], counts["已逾期"]) == (1, 0, 0)
