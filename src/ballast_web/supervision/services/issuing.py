"""From a proposal to a unit's work: adjust, issue, accept or send back, close, revoke."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation, Person
from ballast_web.kernel.writes import writing
from ballast_web.supervision import sources
from ballast_web.supervision.access import access_units
from ballast_web.supervision.errors import NoUnit, StillOpen
from ballast_web.supervision.history import keep
from ballast_web.supervision.models import Task
from ballast_web.supervision.services.figures import share
from ballast_web.supervision.services.stepping import (
    finish,
    locked,
    must_answer_for,
    needed,
    stepping,
)
from ballast_web.supervision.states import OFFICERS, RUNNING, SUPERVISORS, TaskState


@dataclass(frozen=True)
class Adjustment:
    """What a supervisor settles before a task is issued, or changes while it runs."""

    unit: Organisation | None
    starts_on: date | None
    due: date | None
    target_value: Decimal | None = None
    months: tuple[int, ...] = ()
    report_every: str = "month"
    linked: str = ""
    remark: str = ""


def adjust(acting: Acting, task: Task, wanted: Adjustment, reason: str = "") -> Task:
    """Change whose task it is, until when, how much. A task that runs needs a reason.

    Raises NotAllowed, NotHere, BadValue, StillOpen, ReasonNeeded.
    """
    acting.must_be(SUPERVISORS, "调整任务")
    with writing(acting):
        held = locked(acting, task)
        if held.state not in RUNNING | {TaskState.PROPOSED, TaskState.RETURNED}:
            raise StillOpen(action="调整任务", why=f"它已{held.get_state_display()}")
        if held.state in RUNNING:
            needed(reason, "调整已下达的任务")
        _check(acting, held, wanted)
        _take_over(held, wanted)
        keep(held)
        finish(acting, held, "adjust", "调整", said=reason)
    task.refresh_from_db()
    return task


def _check(acting: Acting, held: Task, wanted: Adjustment) -> None:
    if wanted.starts_on and wanted.due and wanted.due < wanted.starts_on:
        given = f"{wanted.due}"
        raise BadValue(field="完成时限", given=given, allowed=f"不早于起始日期{wanted.starts_on}")
    if held.kind == "target" and (wanted.target_value is None or wanted.target_value <= 0):
        raise BadValue(field="目标值", given=f"{wanted.target_value or ''}", allowed="大于零的数")
    if wanted.months and (len(wanted.months) != 12 or min(wanted.months) < 0):
        raise BadValue(field="各月权重", given=str(list(wanted.months)), allowed="十二个非负整数")
    if wanted.linked:
        sources.check(held, wanted.linked)
    if wanted.unit and not access_units(acting).filter(pk=wanted.unit.pk).exists():
        raise BadValue(field="责任单位", given=wanted.unit.name, allowed="本地区的政府单位")


def _take_over(held: Task, wanted: Adjustment) -> None:
    held.unit, held.region = wanted.unit, wanted.unit.region if wanted.unit else ""
    held.starts_on, held.due = wanted.starts_on, wanted.due
    held.months, held.report_every = list(wanted.months), wanted.report_every
    held.linked, held.remark = wanted.linked, wanted.remark
    if held.kind == "target":
        held.target_value = wanted.target_value
        held.progress = share(held, held.figure)


def issue(acting: Acting, task: Task) -> Task:
    """Hand the task to its unit. Raises NoUnit, WrongState, NotAllowed."""
    with stepping(acting, task, "issue") as held:
        if held.unit is None:
            raise NoUnit(name=held.name, remark=held.remark or "文中没有写明")
        held.issued_on, held.accepted_on = today(), None
        held.starts_on = held.starts_on or today()
    return task


def issue_all(acting: Acting, tasks: Iterable[Task]) -> tuple[int, list[Task]]:
    """Issue every task that has a unit; returns how many, and those that have none."""
    done, without = 0, []
    for task in tasks:
        if task.unit_id is None:
            without.append(task)
        else:
            issue(acting, task)
            done += 1
    return done, without


def accept(acting: Acting, task: Task, person: Person) -> Task:
    """Take the task on and name who answers for it. Raises BadValue, WrongState, NotAllowed."""
    with stepping(acting, task, "accept", f"责任人：{person.name}") as held:
        held.person, held.accepted_on = _member(held, person), today()
    return task


def name_person(acting: Acting, task: Task, person: Person) -> Task:
    """Let somebody else of the unit answer for the task. Raises BadValue, NotAllowed, NotHere."""
    acting.must_be(OFFICERS, "指定责任人")
    with writing(acting):
        held = locked(acting, task)
        must_answer_for(acting, held, "指定责任人")
        held.person = _member(held, person)
        finish(acting, held, "name", "变更责任人", said=f"责任人：{person.name}")
    task.refresh_from_db()
    return task


def _member(held: Task, person: Person) -> Person:
    if not person.memberships.filter(organisation=held.unit).exists():
        raise BadValue(field="责任人", given=person.name, allowed="本单位人员")
    return person


def send_back(acting: Acting, task: Task, reason: str) -> Task:
    """The unit says why the task is not its own. Raises ReasonNeeded, WrongState, NotAllowed."""
    with stepping(acting, task, "return", needed(reason, "退回任务")) as held:
        held.remark = reason.strip()
    return task


def submit(acting: Acting, task: Task, said: str) -> Task:
    """The unit says that the task is done. Raises StillOpen, ReasonNeeded, WrongState."""
    with stepping(acting, task, "submit", needed(said, "申请办结")) as held:
        open_parts = held.parts.exclude(state__in=[TaskState.CLOSED, TaskState.REVOKED])
        if number := open_parts.count():
            raise StillOpen(action="申请办结", why=f"还有{number}项分解任务没有办结")
        if held.questions_open:
            raise StillOpen(action="申请办结", why=f"还有{held.questions_open}项数据质询没有答复")
    return task


def close(acting: Acting, task: Task, said: str = "") -> Task:
    """The supervisor accepts that it is done. Raises WrongState, NotAllowed."""
    with stepping(acting, task, "close", said) as held:
        held.closed_on = today()
    return task


def reopen(acting: Acting, task: Task, reason: str) -> Task:
    """It is not done after all. Raises ReasonNeeded, WrongState, NotAllowed."""
    with stepping(acting, task, "reopen", needed(reason, "退回继续办理")) as held:
        held.closed_on = None
    return task


def revoke(acting: Acting, task: Task, reason: str) -> Task:
    """The task falls away, its parts with it. Raises ReasonNeeded, WrongState, NotAllowed."""
    with writing(acting):
        with stepping(acting, task, "revoke", needed(reason, "撤销任务")):
            pass
        for part in task.parts.exclude(state__in=[TaskState.CLOSED, TaskState.REVOKED]):
            revoke(acting, part, reason)
    return task
