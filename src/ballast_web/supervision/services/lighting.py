"""Lamps over all tasks: each night, and of one task whenever something about it changes.

A task keeps the names of the rules that light; their reasons are told from what it holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import Q

from ballast.supervision.lamps import Shown
from ballast.supervision.pace import planned
from ballast_web.kernel.clock import today
from ballast_web.kernel.lamps import watch
from ballast_web.supervision.models import LampChange, Order, Task
from ballast_web.supervision.states import RUNNING, Lamp, OrderState, TaskKind, TaskState

#: Tasks that are lit in one transaction.
BATCH = 2000
SUBJECT = "task"
#: What is read of a task to light it.
READ = (
    *("pk", "region", "kind", "state", "accepted_on", "issued_on", "starts_on", "due", "months"),
    *("comparator", "target_value", "figure", "progress", "reported_on", "reports_missing"),
    *("periods_missed", "questions_open", "order_overdue", "lamp", "lit", "missing"),
)
#: Between what is read of a task and what is written of it.
_REACHED = frozenset({"=", ">=", ""})


@lru_cache(maxsize=65536)
def _planned(first: date, due: date, day: date, months: tuple[int, ...]) -> Decimal:
    return planned(first, due, day, months)


def facts_of(task: Task, day: date) -> dict[str, Any]:
    """What lamps may ask of a task, as supervision/facts/task.yaml declares it."""
    dated = task.due is not None
    pace = None
    if task.due is not None and task.starts_on is not None and task.starts_on <= task.due:
        pace = _planned(task.starts_on, task.due, day, tuple(task.months))
    return {
        "number": task.number,
        "kind": task.kind,
        "accepted": task.accepted_on is not None,
        "issued_on": task.issued_on,
        "dated": dated,
        "starts_on": task.starts_on,
        "due": task.due,
        "complete": is_complete(task),
        "progress": task.progress,
        "planned": pace,
        "reported_on": task.reported_on,
        "reports_missing": task.reports_missing,
        "periods_missed": task.periods_missed,
        "questions_open": task.questions_open,
        "order_overdue": task.order_overdue,
    }


def is_complete(task: Task) -> bool:
    """Closed, or a target that is reached; 超过 asks for more than its number."""
    if task.state == TaskState.CLOSED:
        return True
    return reaches(task, task.figure)


def reaches(task: Task, figure: Decimal | None) -> bool:
    """Whether `figure` reaches the task's target."""
    if task.kind != TaskKind.TARGET or figure is None or task.target_value is None:
        return False
    if task.comparator == ">":
        return figure > task.target_value
    return task.comparator in _REACHED and figure >= task.target_value


def shown(task: Task, day: date | None = None) -> Shown:
    """The task's lamp with its reasons, as of now."""
    day = day or today()
    return watch(SUBJECT, day).show(facts_of(task, day))


def to_light() -> Any:
    """The tasks whose lamps are lit: those that run, and those just closed."""
    closed = Q(state=TaskState.CLOSED) & ~Q(lamp=Lamp.BLUE)
    return Task.objects.filter(Q(state__in=RUNNING) | closed)


def batches() -> Iterator[list[Task]]:
    """All of them in order, so many at a time; each batch is read when it is asked for."""
    last = 0
    while rows := list(to_light().filter(pk__gt=last).order_by("pk").only(*READ)[:BATCH]):
        yield rows
        last = rows[-1].pk


def light(tasks: Iterable[Task], day: date) -> Counter[str]:
    """Show the lamps of `tasks` and write down what changed; how many show each. In `writing`."""
    rules, found = watch(SUBJECT, day), []
    counted: Counter[str] = Counter()
    for task in tasks:
        lamp = rules.show(facts_of(task, day))
        counted[lamp.lamp] += 1
        if (lamp.lamp, _names(lamp), list(lamp.missing)) != (task.lamp, task.lit, task.missing):
            found.append((task, lamp))
    _write(found, day)
    return counted


def _names(lamp: Shown) -> list[str]:
    return [each.rule for each in lamp.lit]


def _change(task: Task, lamp: Shown, day: date) -> LampChange:
    fields = {"before": task.lamp, "after": lamp.lamp, "rules": _names(lamp)}
    return LampChange(task=task, region=task.region, day=day, **fields)


def _write(found: list[tuple[Task, Shown]], day: date) -> None:
    """One statement for all that show the same for the same rules."""
    changes = [_change(task, lamp, day) for task, lamp in found if lamp.lamp != task.lamp]
    turned = {change.task_id for change in changes}

    def alike(item: tuple[Task, Shown]) -> tuple[Any, ...]:
        task, lamp = item
        return lamp.lamp, _names(lamp), lamp.missing, task.pk in turned

    for (name, lit, missing, anew), group in groupby(sorted(found, key=alike), key=alike):
        fields: dict[str, Any] = {"lamp": name, "lit": lit, "missing": list(missing)}
        fields |= {"lamp_since": day} if anew else {}
        Task.objects.filter(pk__in=[task.pk for task, _ in group]).update(**fields)
    LampChange.objects.bulk_create(changes, batch_size=BATCH)


def relight(task: Task) -> None:
    """Show one task's lamp anew after a change. In `writing`."""
    if task.state in RUNNING or task.state == TaskState.CLOSED:
        light([Task.objects.only(*READ).get(pk=task.pk)], today())
        task.refresh_from_db(fields=["lamp", "lit", "missing", "lamp_since"])


def mark_overdue_orders(day: date) -> None:
    """Tasks whose supervision order waits for an answer beyond its limit. In `writing`."""
    late = Order.objects.filter(state=OrderState.AWAITING, limit__lt=day)
    tasks = Task.objects.filter(orders__in=late).values("pk")
    Task.objects.filter(order_overdue=True).exclude(pk__in=tasks).update(order_overdue=False)
    Task.objects.filter(order_overdue=False, pk__in=tasks).update(order_overdue=True)
