"""Deadlines in working days: over holidays with make-up days, and standing still meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from application_fixtures import upload
from hypothesis import given
from hypothesis import strategies as st

from ballast_web.applications import services
from ballast_web.applications.access import access_applications
from ballast_web.applications.deadlines import Clock
from ballast_web.applications.errors import ReasonNeeded, StillOpen, WrongProcedure
from ballast_web.applications.procedure import procedure_of
from ballast_web.applications.states import State
from ballast_web.kernel.calendar import is_working_day, working_days_between
from ballast_web.pages.staff.work.view import filter_overdue

DAYS = st.dates(date(2022, 1, 1), date(2022, 12, 31))


def test_national_day_with_its_make_up_days_is_counted_as_offices_work():
    # 2022: 1–7 October free; 8 and 9 October, a weekend, worked.
    assert Clock(date(2022, 9, 28), 5).due == date(2022, 10, 10)
    assert Clock(date(2022, 9, 30), 1).due == date(2022, 10, 8)
    assert Clock(date(2022, 9, 30), 2).due == date(2022, 10, 9)


def test_a_clock_that_stood_still_over_the_holiday_has_as_many_days_left():
    clock = Clock(date(2022, 9, 26), 20).stop(date(2022, 9, 29))
    assert clock.due is None
    assert clock.left(date(2022, 10, 20)) == 17  # 27, 28 and 29 September are used
    again = clock.go_on(date(2022, 10, 12))
    assert again.left(date(2022, 10, 12)) == 17
    assert again.due == date(2022, 11, 4)


@given(DAYS, st.integers(1, 30), st.integers(0, 40), st.integers(0, 40))
def test_standing_still_takes_nothing_and_gives_nothing(start, allowed, before, pause):
    stop = start + timedelta(days=before)
    go = stop + timedelta(days=pause)
    clock = Clock(start, allowed)
    again = clock.stop(stop).go_on(go)
    assert again.left(go) == clock.left(stop)
    used = working_days_between(start, again.due)
    assert used == allowed + working_days_between(stop, go)
    assert is_working_day(again.due)


def test_a_clock_stopped_twice_or_started_twice_is_the_same_clock():
    clock = Clock(date(2022, 9, 1), 20)
    stopped = clock.stop(date(2022, 9, 5))
    assert stopped.stop(date(2022, 9, 9)) == stopped
    assert clock.go_on(date(2022, 9, 9)) == clock


@pytest.mark.django_db
def test_review_stands_still_while_a_supplement_is_awaited(until, people, business_day):
    business_day(date(2022, 9, 26))
    found = until(State.REVIEWING)
    assert found.due == date(2022, 10, 27)
    business_day(date(2022, 9, 29))
    with pytest.raises(ReasonNeeded):
        services.request_supplement(people["officer"], found, "")
    services.request_supplement(people["officer"], found, "请补充租赁合同")
    assert (found.state, found.due) == (State.SUPPLEMENT, date(2022, 10, 18))
    with pytest.raises(StillOpen, match="最多附30份"):
        for number in range(31):
            services.attach(people["owner"], found, upload(f"合同{number}.pdf"))
    business_day(date(2022, 10, 12))
    services.supply(people["owner"], found, "合同已补")
    assert (found.state, found.due) == (State.REVIEWING, date(2022, 11, 4))


@pytest.mark.django_db
def test_overdue_ones_are_flagged_in_the_work_list(until, people, business_day, signed_in):
    found = until(State.SUBMITTED)
    rows = access_applications(people["officer"])
    business_day(found.due)
    assert list(filter_overdue(rows, "", True)) == []
    business_day(found.due + timedelta(days=1))
    assert list(filter_overdue(rows, "", True)) == [found]
    page = signed_in(people["officer"]).get("/staff/work/", {"overdue": "true"})
    assert "已逾期" in page.content.decode()


def test_the_procedure_of_a_kind_differs_from_the_default():
    award = procedure_of("a/b/c", "award", date(2022, 9, 1))
    relief = procedure_of("a/b/c", "rent_relief", date(2022, 9, 1))
    assert (award.publicity_days, award.paid) == (5, True)
    assert (relief.publicity_days, relief.paid) == (0, False)
    assert award.review_days == relief.review_days == 20


def test_a_procedure_is_dated_and_a_rule_may_have_its_own(settings, tmp_path):
    path = tmp_path / "procedure.yaml"
    path.write_text(
        """
default:
  review_days: {2020-01-01: 20, 2022-07-01: 15}
  supplement_days: {2020-01-01: 10}
  publicity_days: {2020-01-01: 5}
  decision_days: {2020-01-01: 10}
  automatic_start: {2020-01-01: reviewing}
  paid: {2020-01-01: true}
rules:
  a/b/c: {review_days: {2022-08-01: 3}}
""",
        encoding="utf-8",
    )
    settings.BALLAST_PROCEDURE = path
    days = {
        day: procedure_of("a/b/c", "award", day).review_days
        for day in (date(2022, 6, 30), date(2022, 7, 31), date(2022, 8, 1))
    }
    assert list(days.values()) == [20, 15, 3]
    with pytest.raises(WrongProcedure, match="2019-12-31没有值"):
        procedure_of("a/b/c", "award", date(2019, 12, 31))


def test_a_wrong_procedure_says_where_and_what(settings, tmp_path):
    path = tmp_path / "procedure.yaml"
    path.write_text("default: {review_dayz: {2020-01-01: 20}}", encoding="utf-8")
    settings.BALLAST_PROCEDURE = path
    with pytest.raises(WrongProcedure, match="review_dayz"):
        procedure_of("a/b/c", "award", date(2022, 9, 1))
