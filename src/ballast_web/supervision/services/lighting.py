"""Lamps over all tasks: each night, and of one task whenever something about it changes.

A task keeps the names of the rules that light; their reasons are told from what it holds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import DateField, JSONField, Q, QuerySet, Value

from ballast.supervision.lamps import Shown, Signal
from ballast.supervision.pace import planned
from ballast_web.kernel.clock import today
from ballast_web.kernel.deriving import insert_from
from ballast_web.kernel.lamps import watch
from ballast_web.kernel.lists import as_text, decoded
from ballast_web.supervision.models import LampChange, Order, Task, numbered
from ballast_web.supervision.states import RUNNING, Lamp, OrderState, TaskKind, TaskState

#: Tasks that are lit in one transaction: half a second's, for on SQLite nobody else writes then.
BATCH = 5000
SUBJECT = "task"
_REACHED = frozenset({"=", ">=", ""})


class Read(NamedTuple):
    """What is read of a task to light it; as models, so many would take longer than their lamps."""

    pk: int
    kind: str
    state: str
    accepted_on: date | None
    issued_on: date | None
    starts_on: date | None
    due: date | None
    comparator: str
    target_value: Decimal | None
    figure: Decimal | None
    progress: Decimal | None
    reported_on: date | None
    reports_missing: int
    periods_missed: int
    questions_open: int
    order_overdue: bool
    lamp: str
    months: tuple[int, ...]
    lit: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def number(self) -> str:
        """How people refer to it."""
        return numbered(self.pk)


#: The columns of lists, which `Read` has last.
_LISTS = ("months", "lit", "missing")
_COLUMNS: tuple[Any, ...] = (*Read._fields[: -len(_LISTS)], *map(as_text, _LISTS))


@lru_cache(maxsize=65536)
def _planned(first: date, due: date, day: date, months: tuple[int, ...]) -> Decimal:
    return planned(first, due, day, months)


def facts_of(task: Task | Read, day: date) -> dict[str, Any]:
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


def is_complete(task: Task | Read) -> bool:
    """Closed, or a target that is reached; 超过 asks for more than its number."""
    if task.state == TaskState.CLOSED:
        return True
    return reaches(task, task.figure)


def reaches(task: Task | Read, figure: Decimal | None) -> bool:
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


def batches() -> Iterator[list[Read]]:
    """All of them in order, so many at a time; each batch is read when it is asked for."""
    last = 0
    while rows := read(to_light().filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield rows
        last = rows[-1].pk


def read(tasks: QuerySet[Task]) -> list[Read]:
    """Tasks, as `light` wants them."""
    lists = len(_LISTS)
    rows = tasks.values_list(*_COLUMNS)
    return [Read(*row[:-lists], *map(decoded, row[-lists:])) for row in rows]


def light(tasks: Iterable[Read], day: date) -> Counter[str]:
    """Show the lamps of `tasks` and write down what changed; how many show each. In `writing`."""
    rules, found = watch(SUBJECT, day), defaultdict[tuple[Signal, bool], list[int]](list)
    counted: Counter[str] = Counter()
    for task in tasks:
        signal = rules.signal(facts_of(task, day))
        counted[signal.lamp] += 1
        if (signal.lamp, signal.rules, signal.missing) != (task.lamp, task.lit, task.missing):
            found[signal, signal.lamp != task.lamp].append(task.pk)
    for (signal, turned), keys in found.items():
        _write(Task.objects.filter(pk__in=keys), signal, day if turned else None)
    return counted


def _write(tasks: QuerySet[Task], signal: Signal, turned: date | None) -> None:
    """All that show the same for the same rules at once; `turned` is the day they turned to it."""
    fields: dict[str, Any] = {
        "lamp": signal.lamp,
        "lit": list(signal.rules),
        "missing": list(signal.missing),
    }
    if turned:
        fields["lamp_since"] = turned
        insert_from(tasks, LampChange, _change(signal, turned))
    tasks.update(**fields)


def _change(signal: Signal, day: date) -> dict[str, Any]:
    """A change from what a task shows so far."""
    return {
        "task": "pk",
        "region": "region",
        "day": Value(day, DateField()),
        "before": "lamp",
        "after": Value(signal.lamp),
        "rules": Value(list(signal.rules), JSONField()),
    }


def relight(task: Task) -> None:
    """Show one task's lamp anew after a change. In `writing`."""
    if task.state in RUNNING or task.state == TaskState.CLOSED:
        light(read(Task.objects.filter(pk=task.pk)), today())
        task.refresh_from_db(fields=["lamp", "lit", "missing", "lamp_since"])


def mark_overdue_orders(day: date) -> None:
    """Tasks whose supervision order waits for an answer beyond its limit. In `writing`."""
    late = Order.objects.filter(state=OrderState.AWAITING, limit__lt=day)
    tasks = Task.objects.filter(orders__in=late).values("pk")
    Task.objects.filter(order_overdue=True).exclude(pk__in=tasks).update(order_overdue=False)
    Task.objects.filter(order_overdue=False, pk__in=tasks).update(order_overdue=True)
