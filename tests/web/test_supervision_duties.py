"""Recurring duties: their periods, what is registered towards them, what was missed in a row."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ballast_web.errors import BadValue, NotAllowed, NotHere
from ballast_web.jobs.periodic import PERIODIC
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.supervision import services, sources, tasks
from ballast_web.supervision.errors import ReasonNeeded, StillOpen
from ballast_web.supervision.models import Event, EventWithdrawal, Task

pytestmark = pytest.mark.usefixtures("on_the_day")
DAY = date(2022, 10, 31)


@pytest.fixture
def make_duty(make_task):
    """A duty of ten events a month, issued on the first of August."""

    def make(code="440100-government", **fields):
        given = {"kind": "duty", "target_value": None, "every": "month", "at_least": 10}
        given |= {"issued_on": date(2022, 8, 1), "due": None}
        return make_task(code, **{**given, **fields})

    return make


def periods(task):
    rows = task.obligations.order_by("first")
    return [(each.label, each.needed, each.state) for each in rows]


def missed(task):
    return Task.objects.get(pk=task.pk).periods_missed


def test_each_period_since_the_duty_was_issued_is_an_obligation(make_duty):
    duty = make_duty()
    assert services.open_obligations(DAY) == 3
    assert periods(duty) == [
        ("2022年8月", 10, "missed"),
        ("2022年9月", 10, "missed"),
        ("2022年10月", 10, "open"),
    ]
    assert missed(duty) == 2
    assert services.open_obligations(DAY) == 0
    assert services.open_obligations(date(2022, 11, 1)) == 1
    assert missed(duty) == 3


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"issued_on": date(2022, 10, 22)}, [("2022年10月", 3, "open")]),
        ({"issued_on": date(2022, 10, 25), "at_least": 1}, []),
        ({"issued_on": date(2022, 10, 24), "at_least": 1}, [("2022年10月", 1, "open")]),
        (
            {"every": "half_month", "issued_on": date(2022, 10, 16)},
            [("2022年10月下半月", 10, "open")],
        ),
        (
            {"interval": 2, "issued_on": date(2022, 7, 1)},
            [("2022年7月至2022年8月", 10, "missed"), ("2022年9月至2022年10月", 10, "open")],
        ),
        ({"every": "year", "at_least": 1}, [("2022年", 1, "open")]),
        ({"due": date(2022, 8, 15)}, [("2022年8月", 5, "missed")]),
        ({"state": "proposed"}, []),
    ],
)
def test_a_period_cut_short_needs_less(make_duty, fields, expected):
    duty = make_duty(**fields)
    services.open_obligations(DAY)
    assert periods(duty) == expected


def test_a_duty_of_the_ten_days_has_three_periods_a_month(make_duty):
    duty = make_duty(every="ten_days", at_least=1, issued_on=date(2022, 10, 1))
    services.open_obligations(DAY)
    assert [label for label, *_ in periods(duty)] == [
        "2022年10月上旬",
        "2022年10月中旬",
        "2022年10月下旬",
    ]


def test_what_is_registered_meets_the_period(make_duty, city_officer):
    duty = make_duty()
    services.open_obligations(DAY)
    october = duty.obligations.get(label="2022年10月")
    file = SimpleUploadedFile("签到表.pdf", b"%PDF-1.4\nx\n%%EOF")
    services.register_event(city_officer, october, date(2022, 10, 9), "产销对接会", 4, file)
    assert (october.done, october.state) == (4, "open")
    services.register_event(city_officer, october, DAY, "银企对接会", 6)
    assert (october.done, october.state, missed(duty)) == (10, "met", 0)
    assert Event.objects.filter(file__isnull=False).count() == 1


def test_what_was_held_in_time_may_be_registered_a_few_days_late(make_duty, city_officer, settings):
    duty = make_duty(issued_on=date(2022, 10, 1))
    services.open_obligations(date(2022, 11, 1))
    october = duty.obligations.get(label="2022年10月")
    assert (october.state, missed(duty)) == ("missed", 1)
    settings.BALLAST_TODAY = date(2022, 11, 5)
    services.register_event(city_officer, october, DAY, "对接会", 10)
    assert (october.state, missed(duty)) == ("met", 0)
    settings.BALLAST_TODAY = date(2022, 11, 6)
    with pytest.raises(StillOpen, match="补登期已于2022-11-05结束"):
        services.register_event(city_officer, october, DAY, "对接会")


@pytest.mark.parametrize(
    ("held_on", "what", "times", "why"),
    [
        (date(2022, 9, 30), "对接会", 1, "2022-10-01至"),
        (date(2022, 11, 1), "对接会", 1, "2022-10-01至"),
        (DAY, " ", 1, "写明做了什么"),
        (DAY, "对接会", 0, "1至1000"),
    ],
)
def test_what_makes_no_sense_is_not_registered(make_duty, city_officer, held_on, what, times, why):
    duty = make_duty()
    services.open_obligations(DAY)
    with pytest.raises(BadValue, match=why):
        services.register_event(city_officer, duty.obligations.last(), held_on, what, times)
    assert not Event.objects.exists()


def test_nobody_registers_for_another_unit(make_duty, city_officer, supervisor):
    duty = make_duty("440300-government")
    services.open_obligations(DAY)
    with pytest.raises(NotHere):
        services.register_event(city_officer, duty.obligations.last(), DAY, "对接会")
    with pytest.raises(NotAllowed):
        services.register_event(supervisor, duty.obligations.last(), DAY, "对接会")


def test_an_excused_period_is_passed_over(make_duty, supervisor, city_officer):
    duty = make_duty()
    services.open_obligations(date(2022, 11, 1))
    september = duty.obligations.get(label="2022年9月")
    with pytest.raises(NotAllowed):
        services.excuse(city_officer, september, "疫情")
    with pytest.raises(ReasonNeeded):
        services.excuse(supervisor, september, "")
    services.excuse(supervisor, september, "防汛应急响应期间")
    assert (september.state, missed(duty)) == ("excused", 2)
    duty.obligations.filter(label="2022年8月").update(state="met")
    services.open_obligations(date(2022, 11, 1))
    assert missed(duty) == 1


def test_a_duty_handed_down_stands_as_its_worst_part(make_duty, supervisor, units):
    duty = make_duty("440000-commerce")
    shares = {units["440100-government"]: None, units["440300-government"]: None}
    first, second = services.break_down(supervisor, duty, shares)
    Task.objects.filter(parent=duty).update(issued_on=date(2022, 8, 1))
    services.open_obligations(date(2022, 11, 1))
    first.obligations.update(state="met")
    services.open_obligations(date(2022, 11, 1))
    assert not duty.obligations.exists()
    assert (missed(first), missed(second), missed(duty)) == (0, 3, 3)


def test_periods_without_a_report_are_counted_after_their_grace(make_task, officer):
    task = make_task(issued_on=date(2022, 7, 15))
    services.count_missing(date(2022, 10, 5))
    assert Task.objects.get(pk=task.pk).reports_missing == 1
    services.count_missing(date(2022, 10, 6))
    assert Task.objects.get(pk=task.pk).reports_missing == 2
    services.report(officer, task, date(2022, 8, 1), Decimal(1))
    services.count_missing(DAY)
    assert Task.objects.get(pk=task.pk).reports_missing == 1
    services.report(officer, task, DAY, Decimal(1))
    services.count_missing(DAY)
    assert Task.objects.get(pk=task.pk).reports_missing == 0


def test_tasks_with_parts_and_duties_miss_no_report(make_task, make_duty, officer, units):
    task = make_task(reports_missing=3)
    services.break_down(officer, task, {units["440100-government"]: Decimal(5000)})
    duty = make_duty()
    services.count_missing(DAY)
    for each in (task, duty):
        assert Task.objects.get(pk=each.pk).reports_missing == 0


def test_the_nightly_work_is_done_in_order(make_duty, make_task):
    duty, task = make_duty(), make_task(linked="events")
    names = [name for name in PERIODIC if name.startswith("ballast_web.supervision.tasks.")]
    assert {"count_up", "fill"} <= {name.rpartition(".")[2] for name in names}
    for job in (tasks.count_up, tasks.fill):
        job.enqueue()
    assert (missed(duty), Task.objects.get(pk=task.pk).reports_missing) == (2, 6)
    assert task.reports.get().figure == 0


def test_counting_takes_the_same_queries_for_more_tasks(make_duty, django_assert_max_num_queries):
    for code in ("440100", "440300", "440400", "440500", "440600", "440700"):
        make_duty(f"{code}-government")
    with django_assert_max_num_queries(25):
        services.open_obligations(DAY)
    with django_assert_max_num_queries(25):
        services.count_missing(DAY)


@pytest.fixture
def registered(make_duty, city_officer):
    """An event of ten times, with which the period is met."""
    duty = make_duty()
    services.open_obligations(DAY)
    month = duty.obligations.get(label="2022年10月")
    return services.register_event(city_officer, month, DAY, "银企对接会", times=10)


def test_an_event_that_is_withdrawn_counts_no_more_and_stays_on_record(registered, city_officer):
    assert registered.obligation.state == "met"
    services.withdraw_event(city_officer, registered, "次数填错")
    held = registered.obligation
    assert (held.state, held.done) == ("open", 0)
    assert Event.objects.get().withdrawal.reason == "次数填错"
    assert AuditEntry.objects.filter(action="duty.event_withdrawn").count() == 1
    with pytest.raises(StillOpen, match="已经撤回"):
        services.withdraw_event(city_officer, registered, "再撤一次")


def test_a_period_that_is_over_was_missed_without_it_and_the_lamp_follows(
    registered, supervisor, settings
):
    settings.BALLAST_TODAY = date(2022, 11, 20)
    services.open_obligations(date(2022, 11, 20))
    task = Task.objects.get(pk=registered.obligation.task_id)
    services.relight(task)
    before = Task.objects.get(pk=task.pk)
    services.withdraw_event(supervisor, registered, "核查未举办")
    after = Task.objects.get(pk=task.pk)
    assert registered.obligation.state == "missed"
    assert (before.periods_missed, after.periods_missed) == (0, 3)
    assert (before.lamp, after.lamp) == ("green", "red")


def test_a_withdrawn_event_is_in_no_linked_figure(registered, make_task, city_officer):
    linked = make_task("440100-government", linked="events")
    assert sources.counted(linked, DAY).figure == 10
    services.withdraw_event(city_officer, registered, "次数填错")
    assert sources.counted(linked, DAY).figure == 0


def test_only_who_registered_an_event_or_a_supervisor_withdraws_it(registered, acting, units):
    unit = units["440100-government"]
    for role, where in ((Role.POLICY, unit), (Role.SUPERVISOR, units["440300-government"])):
        with pytest.raises((NotAllowed, NotHere)):
            services.withdraw_event(acting(role, where), registered, "不是我登记的")
    with pytest.raises(ReasonNeeded):
        services.withdraw_event(acting(Role.SUPERVISOR, unit), registered, "")
    assert not EventWithdrawal.objects.exists()


def test_nothing_is_withdrawn_from_a_task_that_is_closed(registered, city_officer):
    Task.objects.update(state="closed")
    with pytest.raises(StillOpen, match="已办结"):
        services.withdraw_event(city_officer, registered, "次数填错")
