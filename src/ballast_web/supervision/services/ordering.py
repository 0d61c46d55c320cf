"""The ladder: a reminder, a numbered order with a limit date, and what follows where it is no use.

提醒 → 督办单 → 挂牌督办 → 通报 → 约谈 → 问责. An order climbs one rung at a time, each with what is
demanded and until when; a unit answers, asks for an extension, and the supervisor accepts or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from ballast_web.applications import evidence
from ballast_web.applications.services.evidence import kept
from ballast_web.errors import BadValue, NotAllowed, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.calendar import working_days_after
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.supervision.access import access_orders, access_tasks, access_units
from ballast_web.supervision.errors import StillOpen
from ballast_web.supervision.models import Order, OrderFile, OrderStep, Serial, Task
from ballast_web.supervision.services.lighting import mark_overdue_orders, relight
from ballast_web.supervision.services.stepping import needed
from ballast_web.supervision.states import (
    LADDER,
    OFFICERS,
    ORDERS,
    RUNNING,
    SUPERVISORS,
    OrderState,
    Rung,
)

#: Working days for an answer on each rung, where the supervisor sets no other day.
DAYS = {
    Rung.REMINDER: 5,
    Rung.ORDER: 10,
    Rung.LISTED: 15,
    Rung.CIRCULATED: 10,
    Rung.INTERVIEW: 10,
    Rung.ACCOUNTABLE: 10,
}
#: How many files go with one step at most.
MOST_FILES = 10
SERIES = "督办"


@dataclass
class Step:
    """What is being done to an order, before it is written."""

    order: Order
    name: str
    label: str
    target: str
    said: str = ""
    files: Sequence[evidence.Checked] = ()


def limit_of(rung: Rung) -> date:
    """The last day for an answer on a rung begun today."""
    return working_days_after(today(), DAYS[rung])


def open_order(
    acting: Acting,
    unit: Organisation,
    tasks: Iterable[Task],
    demand: str,
    rung: Rung = Rung.REMINDER,
    limit: date | None = None,
) -> Order:
    """Urge a unit about some of its tasks, by a reminder or at once by an order.

    Raises NotAllowed, NotHere, ReasonNeeded, StillOpen, BadValue.
    """
    acting.must_be(SUPERVISORS, "发出督办件")
    said = needed(demand, "督办")
    if rung not in (Rung.REMINDER, Rung.ORDER):
        raise BadValue(field="层级", given=rung.label, allowed="提醒或者督办单")
    with writing(acting) as log:
        found = _urged(acting, unit, tasks)
        order = Order.objects.create(
            number=numbered(SERIES),
            unit=unit,
            title="、".join(dict.fromkeys(task.name for task in found))[:120],
            demand=said,
            rung=rung,
            limit=_checked(limit or limit_of(rung)),
            opened_on=today(),
            opened_by=acting.person,
        )
        order.tasks.set(found)
        _written(acting, Step(order, "open", f"发出{rung.label}", OrderState.AWAITING, said))
        log.note("order.open", order, number=order.number, unit=unit.code, rung=rung)
    return order


def _urged(acting: Acting, unit: Organisation, tasks: Iterable[Task]) -> list[Task]:
    """The tasks, each of that unit, running, and not urged already."""
    if not access_units(acting).filter(pk=unit.pk).exists():
        raise NotHere(what="这个单位")
    keys = [task.pk for task in tasks]
    found = list(access_tasks(acting).filter(pk__in=keys, unit=unit, state__in=RUNNING))
    if not found or len(found) < len(keys):
        raise NotHere(what="这些任务中的一项")
    open_ = Order.objects.exclude(state=OrderState.CLOSED).filter(tasks__in=found).first()
    if open_ is not None:
        raise StillOpen(
            action="另发督办件", why=f"其中有任务已在督办（{open_.number}），请在该件上升级"
        )
    return found


def numbered(series: str) -> str:
    """The next number of a series this year: 督办〔2022〕1号. In `writing`; none is left out."""
    Serial.objects.get_or_create(series=series, year=today().year)
    row = Serial.objects.select_for_update().get(series=series, year=today().year)
    row.last += 1
    row.save(update_fields=["last"])
    return str(row)


def _checked(limit: date) -> date:
    if limit <= today():
        raise BadValue(field="回复时限", given=f"{limit}", allowed=f"{today()}以后的日期")
    return limit


def escalate(acting: Acting, order: Order, demand: str, limit: date | None = None) -> Order:
    """Climb to the next rung. Raises StillOpen at the top, ReasonNeeded, WrongState, NotAllowed."""
    with _stepping(acting, order, "escalate", needed(demand, "升级督办")) as step:
        held = step.order
        place = LADDER.index(Rung(held.rung)) + 1
        if place == len(LADDER):
            raise StillOpen(action="升级", why="已到问责，请在办理记录中登记处理结果后销号")
        held.rung = LADDER[place]
        held.demand, held.limit = step.said, _checked(limit or limit_of(LADDER[place]))
        step.label = f"升级为{LADDER[place].label}"
    return order


def reply(acting: Acting, order: Order, said: str, files: Iterable[UploadedFile] = ()) -> Order:
    """The unit's answer, with its evidence. Raises ReasonNeeded, WrongFile, WrongState."""
    with _stepping(acting, order, "reply", needed(said, "回复督办件"), files) as step:
        step.order.asked_until = None
    return order


def ask_extension(acting: Acting, order: Order, until: date, reason: str) -> Order:
    """Ask for a later limit. Raises BadValue, ReasonNeeded, WrongState, NotAllowed."""
    with _stepping(acting, order, "ask_extension", needed(reason, "申请延期")) as step:
        if until <= step.order.limit:
            allowed = f"晚于现时限{step.order.limit}的日期"
            raise BadValue(field="申请延至", given=f"{until}", allowed=allowed)
        step.order.asked_until = until
        step.said = f"申请延至{until}：{step.said}"
    return order


def grant_extension(acting: Acting, order: Order, said: str = "") -> Order:
    """Agree to the later limit. Raises WrongState, NotAllowed."""
    with _stepping(acting, order, "grant_extension", said) as step:
        assert step.order.asked_until is not None  # noqa: S101 - what was asked for
        step.order.limit, step.order.asked_until = step.order.asked_until, None
    return order


def refuse_extension(acting: Acting, order: Order, reason: str) -> Order:
    """Keep the limit. Raises ReasonNeeded, WrongState, NotAllowed."""
    with _stepping(acting, order, "refuse_extension", needed(reason, "不同意延期")) as step:
        step.order.asked_until = None
    return order


def send_order_back(acting: Acting, order: Order, reason: str, limit: date | None = None) -> Order:
    """The answer is not enough. Raises ReasonNeeded, BadValue, WrongState, NotAllowed."""
    with _stepping(acting, order, "send_back", needed(reason, "退回重办")) as step:
        step.order.limit = _checked(limit or limit_of(Rung(step.order.rung)))
    return order


def close_order(
    acting: Acting, order: Order, said: str, files: Iterable[UploadedFile] = ()
) -> Order:
    """Settled: the answer is accepted, or what was decided is on record.

    Without the unit's answer it needs a reason. Raises ReasonNeeded, WrongState, NotAllowed.
    """
    with _stepping(acting, order, "close", needed(said, "销号"), files) as step:
        step.order.closed_on, step.order.asked_until = today(), None
    return order


@contextmanager
def _stepping(
    acting: Acting, order: Order, move: str, said: str = "", files: Iterable[UploadedFile] = ()
) -> Iterator[Step]:
    """Make the `move` of ORDERS. Raises NotHere, WrongState, NotAllowed."""
    given = _proofs(files)
    with writing(acting) as log:
        held = _locked(acting, order)
        made = ORDERS.moves[move]
        target = ORDERS.move(held.state, move, acting)
        if made.roles == OFFICERS and not acting.is_platform and acting.organisation != held.unit:
            role = acting.role.label if acting.role else ""
            raise NotAllowed(role=role, what=f"{made.label}其他单位的督办件")
        step = Step(held, move, made.label, target, said.strip(), given)
        yield step
        _written(acting, step)
        log.note(f"order.{move}", held, number=held.number, rung=held.rung, target=target)
    order.refresh_from_db()


def _proofs(files: Iterable[UploadedFile]) -> list[evidence.Checked]:
    """The files that go with a step. Raises WrongFile, BadValue for too many."""
    given = list(files)
    if len(given) > MOST_FILES:
        raise BadValue(field="附件", given=f"{len(given)}份", allowed=f"不超过{MOST_FILES}份")
    return [evidence.checked(each) for each in given]


def _locked(acting: Acting, order: Order) -> Order:
    held = access_orders(acting).filter(pk=order.pk).select_for_update(of=("self",)).first()
    if held is None:
        raise NotHere(what="这份督办件")
    return held


def _written(acting: Acting, step: Step) -> None:
    """Save the order and its step with the files; its tasks' lamps follow."""
    held = step.order
    held.state = step.target
    held.save()
    row = OrderStep.objects.create(
        order=held,
        step=step.name,
        label=step.label,
        rung=held.rung,
        target=step.target,
        limit=held.limit,
        said=step.said,
        person=acting.person,
        acting_as=str(acting),
        at=now(),
    )
    for file in step.files:
        OrderFile.objects.create(step=row, file=kept(file), name=file.name)
    mark_overdue_orders(today())
    for task in held.tasks.all():
        relight(task)
