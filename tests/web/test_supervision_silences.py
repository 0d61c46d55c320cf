"""Silences of a task or a section, and their early end: who is told what from then on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ballast_web.errors import BadValue, NotAllowed, NotHere
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing
from ballast_web.supervision import services
from ballast_web.supervision.access import access_silences
from ballast_web.supervision.errors import ReasonNeeded, StillOpen
from ballast_web.supervision.models import Notice, Silence
from ballast_web.supervision.services import lighting, noticing

pytestmark = pytest.mark.usefixtures("on_the_day")
TODAY = date(2022, 10, 31)
SOON = TODAY + timedelta(days=3)


def lit(day=TODAY):
    with writing(platform("测试")):
        for rows in lighting.batches():
            lighting.light(rows, day)
        return noticing.tell(day)


@pytest.fixture
def behind(make_task):
    def make(**fields):
        return make_task(progress=Decimal("0.7"), figure=Decimal(3500), **fields)

    return make


def test_a_silent_task_is_left_out_and_the_others_are_told(behind, supervisor):
    silent, loud = behind(), behind()
    services.silence(supervisor, silent.unit, SOON, "已批准缓办", task=silent)
    assert lit() == 1
    assert Notice.objects.get().tasks == [loud.pk]


def test_a_silent_task_alone_is_told_once_the_silence_is_over(behind, supervisor):
    task = behind()
    services.silence(supervisor, task.unit, SOON, "已批准缓办", task=task)
    assert lit() == 0
    held = Notice.objects.get()
    assert (held.tasks, held.held_back) == ([task.pk], f"静默至{SOON}")
    assert lit(SOON) == 0
    assert lit(SOON + timedelta(days=1)) == 1


def test_a_silent_section_covers_its_own_tasks_alone(behind, supervisor):
    behind(section="一、投资提振")
    other = behind(section="二、数字化转型")
    services.silence(supervisor, other.unit, SOON, "统计口径调整", section="一、投资提振")
    assert lit() == 1
    assert Notice.objects.get().tasks == [other.pk]


def test_a_silence_takes_an_unread_notice_back_at_once(behind, supervisor, officer):
    task = behind()
    lit()
    assert Notice.objects.filter(noticing.waiting(officer)).exists()
    services.silence(supervisor, task.unit, SOON, "防汛期间暂缓")
    assert not Notice.objects.filter(noticing.waiting(officer)).exists()


def test_a_silence_that_is_ended_lets_the_unit_be_told_at_once(behind, supervisor, officer):
    task = behind()
    made = services.silence(supervisor, task.unit, SOON, "防汛期间暂缓")
    lit()
    services.end_silence(supervisor, made, "汛情解除")
    assert (made.ended_why, made.ended_by) == ("汛情解除", supervisor.person)
    assert Notice.objects.filter(noticing.waiting(officer)).exists()
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert {"notices.silenced", "notices.unsilenced"} <= set(actions)
    with pytest.raises(StillOpen, match="已经结束"):
        services.end_silence(supervisor, made, "再次")


def test_of_two_silences_the_longer_counts(behind, supervisor):
    task = behind()
    services.silence(supervisor, task.unit, TODAY, "一日")
    services.silence(supervisor, task.unit, SOON, "三日", "behind")
    lit(TODAY)
    assert lit(TODAY + timedelta(days=1)) == 0


def test_a_silence_is_of_what_the_unit_has(behind, supervisor, units):
    task, other = behind(), units["440000-commerce"]
    with pytest.raises(BadValue, match="省商务厅"):
        services.silence(supervisor, other, SOON, "缓办", task=task)
    with pytest.raises(BadValue, match="有任务的板块"):
        services.silence(supervisor, task.unit, SOON, "缓办", section="九、其他")


def test_only_a_supervisor_of_the_territory_ends_a_silence(behind, supervisor, acting, units):
    task = behind()
    made = services.silence(supervisor, task.unit, SOON, "缓办")
    officer = acting(Role.OPERATIONS, task.unit)
    assert access_silences(officer).get() == made
    with pytest.raises(NotAllowed):
        services.end_silence(officer, made, "想看提示")
    elsewhere = acting(Role.SUPERVISOR, units["440100-government"])
    with pytest.raises(NotHere):
        services.end_silence(elsewhere, made, "不归我管")
    with pytest.raises(ReasonNeeded):
        services.end_silence(supervisor, made, " ")
    assert Silence.objects.get().ended_at is None
