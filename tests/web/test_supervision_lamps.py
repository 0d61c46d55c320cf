"""Lamps over all tasks, and who is told of them how often."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ballast_web.errors import BadValue, NotAllowed, NotHere
from ballast_web.jobs.worker import drain
from ballast_web.kernel.acting import platform
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing
from ballast_web.supervision import services
from ballast_web.supervision.access import access_notices
from ballast_web.supervision.models import LampChange, Notice, Order, Task
from ballast_web.supervision.services import lighting, noticing
from ballast_web.supervision.tasks import light_all

pytestmark = pytest.mark.usefixtures("on_the_day")
TODAY = date(2022, 10, 31)


def lit(day=TODAY):
    with writing(platform("测试")):
        lighting.mark_overdue_orders(day)
        for rows in lighting.batches():
            lighting.light(rows, day)
        return noticing.tell(day)


def behind(make_task, **fields):
    return make_task(progress=Decimal("0.7"), figure=Decimal(3500), **fields)


def test_a_task_that_falls_behind_turns_yellow_and_the_change_is_kept(make_task):
    task = behind(make_task, lamp="green")
    lit()
    task.refresh_from_db()
    assert (task.lamp, task.lit, task.lamp_since) == ("yellow", ["behind"], TODAY)
    (change,) = LampChange.objects.all()
    assert (change.before, change.after, change.rules) == ("green", "yellow", ["behind"])


def test_a_lamp_that_stays_is_no_change(make_task):
    behind(make_task)
    lit()
    lit(TODAY + timedelta(days=1))
    assert LampChange.objects.count() == 1


def test_its_reasons_are_told_from_what_the_task_holds(make_task):
    (found,) = services.shown(behind(make_task)).lit
    assert found.reason == "序时进度83%，完成进度70%"


@pytest.mark.parametrize(
    ("comparator", "figure", "lamp"),
    [("=", 5000, "blue"), (">", 5000, "yellow"), (">", 5001, "blue"), (">=", 5000, "blue")],
)
def test_a_target_is_complete_where_it_is_reached(make_task, comparator, figure, lamp):
    fields = {"comparator": comparator, "figure": Decimal(figure), "progress": Decimal("0.7")}
    task = make_task(**fields)
    lit()
    task.refresh_from_db()
    assert task.lamp == lamp


def test_a_closed_task_shows_blue_and_is_lit_no_more(make_task, officer, supervisor):
    task = behind(make_task)
    services.submit(officer, task, "已完成")
    services.close(supervisor, task)
    lit()
    task.refresh_from_db()
    assert task.lamp == "blue"
    assert not lighting.to_light().exists()


def test_proposals_and_what_was_sent_back_have_no_lamp(make_task):
    behind(make_task, state="proposed")
    behind(make_task, state="returned")
    lit()
    assert not Task.objects.exclude(lamp="").exists()


def test_an_order_that_waits_beyond_its_limit_turns_its_tasks_red(make_task, units):
    task = make_task(progress=Decimal("0.9"))
    order = Order.objects.create(
        number="督办〔2022〕1号",
        unit=units["440000-industry_and_it"],
        title="催办",
        demand="请回复",
        limit=TODAY - timedelta(days=1),
        opened_on=TODAY,
    )
    order.tasks.add(task)
    lit()
    task.refresh_from_db()
    assert (task.lamp, task.lit) == ("red", ["order-unanswered"])
    order.state = "replied"
    order.save()
    lit()
    task.refresh_from_db()
    assert task.lamp == "green"


def test_one_notice_for_all_tasks_of_a_unit_and_rule(make_task):
    tasks = [behind(make_task) for _ in range(3)]
    assert lit() == 1
    (notice,) = Notice.objects.all()
    assert (notice.label, notice.tasks) == ("进度滞后", [task.pk for task in tasks])


def test_a_notice_is_not_repeated_daily_but_when_it_grows_or_after_a_week(make_task):
    behind(make_task)
    assert lit() == 1
    assert lit(TODAY + timedelta(days=1)) == 0
    behind(make_task)
    assert lit(TODAY + timedelta(days=2)) == 1
    assert lit(TODAY + timedelta(days=8)) == 0
    assert lit(TODAY + timedelta(days=9)) == 1


def test_a_notice_ends_with_its_lamp(make_task):
    task = behind(make_task)
    lit()
    Task.objects.filter(pk=task.pk).update(progress=Decimal("0.9"))
    lit(TODAY + timedelta(days=1))
    assert Notice.objects.get().ended_on == TODAY + timedelta(days=1)


def test_a_unit_that_has_not_reported_is_told_that_alone(make_task):
    behind(make_task, reports_missing=1)
    assert lit() == 1
    held = Notice.objects.get(rule="behind")
    assert (held.told_on, held.held_back) == (None, "该单位尚未填报，待填报后再判断")
    Task.objects.update(reports_missing=0)
    assert lit(TODAY + timedelta(days=1)) == 1
    held.refresh_from_db()
    assert held.told_on == TODAY + timedelta(days=1)


def test_a_silence_keeps_notices_back_until_its_day(make_task, supervisor):
    task = behind(make_task)
    until = TODAY + timedelta(days=3)
    services.silence(supervisor, [task.unit], until, "防汛期间暂缓")
    assert lit() == 0
    assert lit(until) == 0
    assert lit(until + timedelta(days=1)) == 1


def test_only_a_supervisor_silences_and_says_why(make_task, officer, supervisor):
    unit = behind(make_task).unit
    with pytest.raises(NotAllowed):
        services.silence(officer, [unit], TODAY, "忙")
    with pytest.raises(BadValue, match="今天或以后"):
        services.silence(supervisor, [unit], TODAY - timedelta(days=1), "忙")
    with pytest.raises(BadValue, match="behind"):
        services.silence(supervisor, [unit], TODAY, "忙", "no-such-rule")


def test_a_notice_is_read_by_its_own_unit(make_task, officer, supervisor, acting, units):
    behind(make_task)
    lit()
    notice = Notice.objects.get()
    other = acting(Role.OPERATIONS, units["440000-commerce"])
    for somebody in (other, supervisor):
        with pytest.raises(NotHere):
            services.read(somebody, notice)
    assert access_notices(officer).filter(noticing.waiting(officer)).exists()
    services.read(officer, notice)
    assert not access_notices(officer).filter(noticing.waiting(officer)).exists()


@pytest.mark.django_db(transaction=True)
def test_the_nightly_job_does_all_of_it(make_task):
    task = behind(make_task)
    light_all.enqueue()
    drain()
    task.refresh_from_db()
    assert (task.lamp, Notice.objects.count()) == ("yellow", 1)


def test_one_task_is_lit_anew_at_once(make_task, officer):
    task = make_task(progress=Decimal("0.9"), lamp="yellow", lit=["behind"])
    with writing(officer):
        services.relight(task)
    assert (task.lamp, task.lit, task.lamp_since) == ("green", [], TODAY)
