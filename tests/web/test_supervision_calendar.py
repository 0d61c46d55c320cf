"""A person's deadlines as a calendar."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from ballast_web.kernel.people import change_password
from ballast_web.supervision import services
from ballast_web.supervision.calendars import token_of

pytestmark = pytest.mark.usefixtures("on_the_day")


def address(person) -> str:
    return reverse("public.calendar", kwargs={"token": token_of(person)})


def summaries(person) -> list[str]:
    answer = Client().get(address(person))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    return [str(event["summary"]) for event in calendar.walk("VEVENT")]


def test_a_person_finds_their_tasks_and_their_units_orders(make_task, officer, supervisor):
    task = make_task(person=officer.person, name="数字化转型")
    make_task(name="别人的任务", person=supervisor.person)
    order = services.open_order(supervisor, task.unit, [task], "请说明滞后原因，\n并附材料")
    assert summaries(officer.person) == ["任务到期：数字化转型", f"提醒回复：{order.number}"]


def test_a_day_is_the_day_itself(make_task, officer):
    make_task(person=officer.person, due=date(2022, 12, 31))
    (event,) = Calendar.from_ical(Client().get(address(officer.person)).content).walk("VEVENT")
    assert event["dtstart"].dt == date(2022, 12, 31)


def test_a_new_password_makes_the_address_worthless(officer):
    old = address(officer.person)
    assert Client().get(old).status_code == 200
    change_password(officer, officer.person, "Another-Horse-8")
    assert Client().get(old).status_code == 404
    assert Client().get(address(officer.person)).status_code == 200


def test_an_address_that_nobody_was_given_shows_nothing(officer):
    assert (
        Client().get(address(officer.person).replace("/calendar/", "/calendar/x")).status_code
        == 404
    )
