"""Silences of a task or a section, and their early end: who is told what from then on."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ballast_web.errors import BadValue, NotAllowed, NotHere
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import AuditEntry, Organisation
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing
from ballast_web.supervision import services, silent
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
    services.silence(supervisor, [silent.unit], SOON, "已批准缓办", task=silent)
    assert lit() == 1
    assert Notice.objects.get().tasks == [loud.pk]


def test_a_silent_task_alone_is_told_once_the_silence_is_over(behind, supervisor):
    task = behind()
    services.silence(supervisor, [task.unit], SOON, "已批准缓办", task=task)
    assert lit() == 0
    held = Notice.objects.get()
    assert (held.tasks, held.held_back) == ([task.pk], f"静默至{SOON}")
    assert lit(SOON) == 0
    assert lit(SOON + timedelta(days=1)) == 1


def test_a_silent_section_covers_its_own_tasks_alone(behind, supervisor):
    behind(section="一、投资提振")
    other = behind(section="二、数字化转型")
    services.silence(supervisor, [other.unit], SOON, "统计口径调整", section="一、投资提振")
    assert lit() == 1
    assert Notice.objects.get().tasks == [other.pk]


def test_a_silence_takes_an_unread_notice_back_at_once(behind, supervisor, officer):
    task = behind()
    lit()
    assert Notice.objects.filter(noticing.waiting(officer)).exists()
    services.silence(supervisor, [task.unit], SOON, "防汛期间暂缓")
    assert not Notice.objects.filter(noticing.waiting(officer)).exists()


def test_a_silence_that_is_ended_lets_the_unit_be_told_at_once(behind, supervisor, officer):
    task = behind()
    made = services.silence(supervisor, [task.unit], SOON, "防汛期间暂缓")
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
    services.silence(supervisor, [task.unit], TODAY, "一日")
    services.silence(supervisor, [task.unit], SOON, "三日", "behind")
    lit(TODAY)
    assert lit(TODAY + timedelta(days=1)) == 0


def test_a_silence_is_of_what_the_unit_has(behind, supervisor, units):
    task, other = behind(), units["440000-commerce"]
    with pytest.raises(BadValue, match="省商务厅"):
        services.silence(supervisor, [other], SOON, "缓办", task=task)
    with pytest.raises(BadValue, match="有任务的板块"):
        services.silence(supervisor, [task.unit], SOON, "缓办", section="九、其他")


def test_a_region_is_silent_with_all_beneath_and_whoever_joins_it(behind, supervisor, units):
    city, other = units["440100-government"], units["440300-government"]
    below = Organisation.objects.create(
        name="某区政府",
        kind="government",
        level="county",
        region="440106",
        code="440106-government",
    )
    behind(unit=city, region=city.region)
    behind(unit=below, region=below.region)
    loud = behind(unit=other, region=other.region)
    services.silence(supervisor, [], SOON, "台风影响", regions=["4401"])
    assert lit() == 1
    assert Notice.objects.get(told_on=TODAY).tasks == [loud.pk]
    assert lit(SOON + timedelta(days=1)) == 2


def test_several_units_have_one_reason_and_one_end(behind, supervisor, units):
    cities = [units["440100-government"], units["440300-government"]]
    for city in cities:
        behind(unit=city, region=city.region)
    made = services.silence(supervisor, cities, SOON, "台风影响")
    assert lit() == 0
    services.end_silence(supervisor, made, "台风解除")
    assert Notice.objects.filter(told_on=TODAY).count() == 2


def test_a_section_alone_is_silent_in_the_whole_territory(behind, supervisor, units):
    city = units["440100-government"]
    behind(section="一、投资提振")
    behind(section="一、投资提振", unit=city, region=city.region)
    loud = behind(section="二、数字化转型")
    made = services.silence(supervisor, [], SOON, "统计口径调整", section="一、投资提振")
    assert silent.told(made) == "广东省各单位"
    assert lit() == 1
    assert Notice.objects.get(told_on=TODAY).tasks == [loud.pk]


def test_a_unit_of_a_region_that_is_silent_is_not_named_besides(supervisor, units):
    city = units["440100-government"]
    made = services.silence(supervisor, [city], SOON, "台风影响", regions=["4401"])
    assert [(each.unit, each.region) for each in made.reaches.all()] == [(None, "4401")]


def test_whom_a_silence_is_for_must_be_said_and_be_ones_own(supervisor, acting, units):
    with pytest.raises(BadValue, match="至少一个地区或单位"):
        services.silence(supervisor, [], SOON, "台风影响")
    city = acting(Role.SUPERVISOR, units["440100-government"])
    with pytest.raises(BadValue, match="本单位辖区内"):
        services.silence(city, [], SOON, "台风影响", regions=["4403"])
    assert not Silence.objects.exists()


def test_a_city_sees_its_provinces_silence_and_cannot_end_it(behind, supervisor, acting, units):
    city = units["440100-government"]
    task = behind(unit=city, region=city.region)
    made = services.silence(supervisor, [], SOON, "台风影响", regions=["44"])
    assert silent.over_task(task, TODAY) == [made]
    below = acting(Role.SUPERVISOR, city)
    assert access_silences(below).get() == made
    assert access_silences(acting(Role.OPERATIONS, city)).get() == made
    with pytest.raises(NotAllowed, match="其他地区"):
        services.end_silence(below, made, "本市无台风")


def test_only_a_supervisor_of_the_territory_ends_a_silence(behind, supervisor, acting, units):
    task = behind()
    made = services.silence(supervisor, [task.unit], SOON, "缓办")
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
