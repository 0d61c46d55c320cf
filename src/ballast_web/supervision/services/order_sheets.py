"""Orders by Excel: a sheet of lit tasks, in which a supervisor writes what is demanded till when.

Rows of one unit with the same rung, demand and limit become one order. All of a sheet are opened,
or none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from ballast_web.errors import BadValue, NotHere, PlatformError
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.supervision.access import access_tasks
from ballast_web.supervision.errors import AlreadyUrged
from ballast_web.supervision.inputs import day_of
from ballast_web.supervision.models import Order, Task
from ballast_web.supervision.services import sheets
from ballast_web.supervision.services.lighting import shown
from ballast_web.supervision.services.ordering import open_order
from ballast_web.supervision.services.sheets import Column, Form, Outcome, Row, Wrong
from ballast_web.supervision.states import RUNNING, SUPERVISORS, Lamp, OrderState, Rung

NUMBER, DEMAND, RUNG, LIMIT = "任务编号", "督办要求", "层级", "回复时限"
LONGEST = 2000
_RUNGS = {str(each.label): each for each in (Rung.REMINDER, Rung.ORDER)}
FORM = Form(
    "order-sheets",
    (
        Column(
            NUMBER,
            "已列出亮红灯、黄灯且未在督办的任务；也可添加其他推进中的任务。",
            12,
            needed=True,
        ),
        Column("任务", "供查看，不用填。", 36, filled=True),
        Column("责任单位", "供查看，不用填。", 24, filled=True),
        Column("灯色", "供查看，不用填。", 8, filled=True),
        Column("亮灯原因", "供查看，不用填。", 36, filled=True),
        Column(DEMAND, "要督办的填；不填的任务不督办。至多2000字。", 48, needed=True),
        Column(RUNG, "提醒或督办单；不填为督办单。", 10, choices=tuple(_RUNGS)),
        Column(LIMIT, "如2022-12-31；不填按层级的工作日计算。", 12),
    ),
    NUMBER,
)


@dataclass(frozen=True)
class _Urge:
    """What rows of one order have in common."""

    unit: Organisation
    rung: Rung
    demand: str
    limit: date | None


class _Undone(Exception):
    """Something is wrong: nothing is opened."""


def to_urge(acting: Acting) -> QuerySet[Task]:
    """The lit tasks of the territory that are under no open order, the red first."""
    rows = _running(acting).filter(lamp__in=[Lamp.RED, Lamp.YELLOW])
    urged = Order.objects.exclude(state=OrderState.CLOSED).filter(tasks__isnull=False)
    return rows.exclude(pk__in=urged.values("tasks")).order_by("lamp", "unit__code", "due", "pk")


def _running(acting: Acting) -> QuerySet[Task]:
    return access_tasks(acting).filter(state__in=RUNNING, unit__isnull=False)


def template(acting: Acting) -> BinaryIO:
    """An open file with the workbook to fill in. Raises NotAllowed."""
    acting.must_be(SUPERVISORS, "下载批量督办表")
    return sheets.workbook(
        FORM, (list(_cells(each)) for each in to_urge(acting)[: sheets.MOST_ROWS])
    )


def _cells(task: Task) -> Iterator[str]:
    """What the sheet says of a task; the rest is to be filled in."""
    yield task.number
    yield f"{task.name}：{task.content}"
    yield task.unit.name if task.unit else ""
    yield str(task.get_lamp_display())
    yield "；".join(f"{each.label}：{each.reason}" for each in shown(task).lit)


def receive(acting: Acting, upload: UploadedFile) -> Outcome:
    """Open the orders of a sheet; where anything is wrong, none of them.

    Raises NotAllowed, BadValue, FileTooLarge, and what `sandbox.run` raises.
    """
    acting.must_be(SUPERVISORS, "批量发出督办件")
    return sheets.receive(acting, FORM, upload, lambda name, rows: _settled(acting, name, rows))


def _settled(acting: Acting, name: str, rows: list[Row]) -> tuple[int, list[Wrong]]:
    """Open what all rows demand, or tell what is wrong with some."""
    groups, wrong = _grouped(acting, [row for row in rows if row.get(DEMAND)])
    opened: list[str] = []
    try:
        with writing(acting) as log:
            for urge, urged in groups.items():
                try:
                    opened.append(_opened(acting, urge, [task for _, task in urged]))
                except PlatformError as error:
                    wrong += [(row, error) for row, _ in urged]
            if wrong:
                raise _Undone
            log.note("orders.imported", name, orders=opened)
    except _Undone:
        return 0, sorted(wrong, key=lambda each: each[0].number)
    return len(opened), []


def _opened(acting: Acting, urge: _Urge, tasks: list[Task]) -> str:
    with writing(acting):
        order = open_order(acting, urge.unit, tasks, urge.demand, urge.rung, urge.limit)
    return order.number


def _grouped(
    acting: Acting, rows: list[Row]
) -> tuple[Mapping[_Urge, list[tuple[Row, Task]]], list[Wrong]]:
    """The rows by the order that they go into, and those that are wrong."""
    keys = [key for row in rows if (key := _key(row)) is not None]
    tasks = {task.pk: task for task in _running(acting).filter(pk__in=keys)}
    groups: dict[_Urge, list[tuple[Row, Task]]] = defaultdict(list)
    wrong: list[Wrong] = []
    seen: set[int] = set()
    for row in rows:
        try:
            task = tasks.get(_key(row) or 0)
            urge = _urge(row, task)
            assert task is not None  # noqa: S101 - told above
            if task.pk in seen:
                raise AlreadyUrged(number=task.number)
            seen.add(task.pk)
            groups[urge].append((row, task))
        except PlatformError as error:
            wrong.append((row, error))
    return groups, wrong


def _key(row: Row) -> int | None:
    """The task's key, as its number tells it."""
    text = row.get(NUMBER).removeprefix("RW")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _urge(row: Row, task: Task | None) -> _Urge:
    """What the row demands. Raises NotHere, BadValue."""
    if task is None or task.unit is None:
        raise NotHere(what=f"推进中的任务“{row.get(NUMBER)}”")
    demand, rung = row.get(DEMAND), row.get(RUNG) or str(Rung.ORDER.label)
    if len(demand) > LONGEST:
        raise BadValue(field=DEMAND, given=f"{len(demand)}字", allowed=f"不超过{LONGEST}字")
    if rung not in _RUNGS:
        raise BadValue(field=RUNG, given=rung, allowed="、".join(_RUNGS))
    limit = day_of(row.get(LIMIT), LIMIT) if row.get(LIMIT) else None
    if limit is not None and limit <= today():
        raise BadValue(field=LIMIT, given=f"{limit}", allowed=f"{today()}以后的日期")
    return _Urge(task.unit, _RUNGS[rung], demand, limit)
