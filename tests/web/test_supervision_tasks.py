"""Tasks: proposed from packages, issued, accepted, broken down, closed."""

from decimal import Decimal

import pytest

from ballast_web.catalogue import library, store, versions
from ballast_web.catalogue.models import Draft
from ballast_web.errors import BadValue, NotAllowed, NotHere, WrongState
from ballast_web.jobs.worker import drain
from ballast_web.kernel.acting import platform
from ballast_web.kernel.clock import now
from ballast_web.kernel.models import Person
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing
from ballast_web.supervision import services
from ballast_web.supervision.access import access_tasks
from ballast_web.supervision.errors import (
    DoesNotAddUp,
    NotBelow,
    NoUnit,
    ReasonNeeded,
    StillOpen,
)
from ballast_web.supervision.models import Task, TaskStep

PACKAGE = "guangdong/2022-industrial-growth"
pytestmark = pytest.mark.usefixtures("on_the_day")


@pytest.fixture
def proposed(supervisor):
    services.propose(supervisor, [PACKAGE])
    return Task.objects.all()


def test_a_package_proposes_a_task_for_each_measure_and_unit(proposed):
    target = proposed.get(clause="（十八）", kind="target")
    assert (target.target_value, target.target_unit) == (Decimal(8500), "家")
    assert (str(target.due), target.unit.code) == ("2022-12-31", "440000-energy")
    assert "牵头" in target.remark


def test_all_cities_charged_as_one_are_a_task_for_each(proposed):
    found = proposed.filter(clause="（一）", printed="各地级以上市人民政府")
    assert found.count() == 21
    assert {task.unit.name for task in found} >= {"广州市人民政府", "深圳市人民政府"}


def test_proposing_again_adds_nothing_and_leaves_what_was_issued(proposed, supervisor):
    task = proposed.get(clause="（十九）", kind="target")
    services.issue(supervisor, task)
    number = proposed.count()
    assert services.propose(supervisor, [PACKAGE]) == 0
    assert (proposed.count(), Task.objects.get(pk=task.pk).state) == (number, "issued")


def test_only_a_supervisor_proposes(officer):
    with pytest.raises(NotAllowed):
        services.propose(officer, [PACKAGE])


def test_a_task_of_nobody_is_not_issued_before_a_unit_is_named(proposed, supervisor, units):
    task = proposed.get(clause="九·省市两级统筹协调")
    with pytest.raises(NoUnit, match="请先指定单位"):
        services.issue(supervisor, task)
    services.adjust(supervisor, task, services.Adjustment(units["440000-government"], None, None))
    services.issue(supervisor, task)
    assert task.state == "issued"


def test_a_unit_accepts_and_names_who_answers_for_it(make_task, officer):
    task = make_task(state="issued", accepted_on=None)
    services.accept(officer, task, officer.person)
    assert (task.state, task.person) == ("accepted", officer.person)


def test_nobody_accepts_another_units_task(make_task, city_officer, supervisor):
    task = make_task(state="issued")
    with pytest.raises(NotHere):
        services.accept(city_officer, task, city_officer.person)
    with pytest.raises(NotAllowed):
        services.accept(supervisor, task, supervisor.person)


def test_somebody_of_another_unit_cannot_answer_for_a_task(make_task, officer, supervisor):
    with pytest.raises(BadValue, match="本单位人员"):
        services.accept(officer, make_task(state="issued"), supervisor.person)


def test_a_task_sent_back_says_why_and_can_be_issued_again(make_task, officer, supervisor):
    task = make_task(state="issued")
    with pytest.raises(ReasonNeeded):
        services.send_back(officer, task, " ")
    services.send_back(officer, task, "应由商务部门负责")
    assert (task.state, task.remark) == ("returned", "应由商务部门负责")
    services.issue(supervisor, task)
    assert task.state == "issued"


def test_parts_add_up_to_the_target_or_say_why_not(make_task, officer, units):
    task = make_task()
    shares = {units["440100-government"]: Decimal(3000), units["440300-government"]: Decimal(1000)}
    with pytest.raises(DoesNotAddUp, match="合计4000家，与任务目标5000家不一致"):
        services.break_down(officer, task, shares)
    services.break_down(officer, task, shares, "其余1000家由省属企业完成")
    assert sorted(part.target_value for part in task.parts.all()) == [1000, 3000]
    shares[units["440300-government"]] = Decimal(2000)
    services.break_down(officer, task, shares)
    assert sorted(part.target_value for part in task.parts.all()) == [2000, 3000]
    assert task.parts.count() == 2


def test_a_task_is_broken_down_to_units_below_only(make_task, city_officer, units):
    task = make_task("440100-government")
    with pytest.raises(NotBelow, match="深圳市人民政府"):
        services.break_down(city_officer, task, {units["440300-government"]: Decimal(5000)})


def test_a_task_with_open_parts_is_not_done(make_task, officer, units, city_officer, supervisor):
    task = make_task()
    (part,) = services.break_down(officer, task, {units["440100-government"]: Decimal(5000)})
    with pytest.raises(StillOpen, match="1项分解任务"):
        services.submit(officer, task, "已完成")
    services.accept(city_officer, part, city_officer.person)
    services.submit(city_officer, part, "已完成")
    services.close(supervisor, part)
    services.submit(officer, task, "已完成")
    services.close(supervisor, task)
    assert (task.state, str(task.closed_on)) == ("closed", "2022-10-31")


def test_revoking_a_task_revokes_its_parts(make_task, officer, units, supervisor):
    task = make_task()
    (part,) = services.break_down(officer, task, {units["440100-government"]: Decimal(5000)})
    services.revoke(supervisor, task, "文件已废止")
    part.refresh_from_db()
    assert (task.state, part.state) == ("revoked", "revoked")
    with pytest.raises(WrongState):
        services.issue(supervisor, task)


def test_a_running_task_is_not_changed_without_a_reason(make_task, supervisor, units):
    task = make_task()
    wanted = services.Adjustment(task.unit, task.starts_on, None, Decimal(6000))
    with pytest.raises(ReasonNeeded):
        services.adjust(supervisor, task, wanted)
    services.adjust(supervisor, task, wanted, "省政府常务会议调整目标")
    assert (task.target_value, task.due) == (6000, None)
    assert TaskStep.objects.get(task=task).said == "省政府常务会议调整目标"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"target_value": None}, "大于零"),
        ({"months": (1, 2)}, "十二个"),
        ({"starts_on": "later"}, "不早于"),
    ],
)
def test_a_change_that_makes_no_sense_is_told(make_task, supervisor, changed, why, on_the_day):
    task = make_task(state="proposed", due=on_the_day)
    given = {"starts_on": None, "due": on_the_day, "target_value": Decimal(1), **changed}
    if given["starts_on"]:
        given["starts_on"] = on_the_day.replace(year=2023)
    with pytest.raises(BadValue, match=why):
        services.adjust(supervisor, task, services.Adjustment(task.unit, **given))


def test_a_city_sees_its_own_tasks_and_a_department_its_own(
    make_task, city_officer, supervisor, units, acting
):
    mine = make_task("440100-government")
    theirs = make_task("440300-government")
    department = make_task("440000-commerce")
    commerce = acting(Role.POLICY, units["440000-commerce"])
    assert list(access_tasks(city_officer)) == [mine]
    assert list(access_tasks(commerce)) == [department]
    assert set(access_tasks(supervisor)) == {mine, theirs, department}


def test_a_supervisor_of_a_city_sees_that_city_alone(make_task, acting, units):
    mine = make_task("440100-government", state="proposed")
    make_task("440300-government")
    make_task("440000-commerce", unit=None, state="proposed", region="")
    found = access_tasks(acting(Role.SUPERVISOR, units["440100-government"]))
    assert list(found) == [mine]


def test_enterprises_see_no_tasks(make_task, acting, enterprise):
    make_task()
    assert not access_tasks(acting(Role.OWNER, enterprise)).exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_published_proposes_its_tasks_in_the_background(small_library, units):
    versions.latest()
    by = Person.objects.create_user("drafter", None, name="起草人")
    draft = Draft.objects.create(
        title="试", organisation=units["440000-government"], by=by, at=now(), base=0
    )
    path = "guangdong/2023-quality-brand/policy.yaml"
    with (
        store.laid_over(library.current().folder, {path: _renamed(path)}) as made,
        writing(platform("发布政策库")) as log,
    ):
        versions.add(log, made, "试", library.current().digests, draft)
    drain()
    assert Task.objects.filter(package="guangdong/2023-quality-brand").count() > 80


def _renamed(path: str) -> str:
    return (library.current().folder / path).read_text(encoding="utf-8") + "\n# 另一版\n"
