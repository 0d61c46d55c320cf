"""How tasks and orders stand: today as they are, on a day that is over as their histories tell.

Of a lamp the history holds the day and the rules of its turn, not the figures of that day; so the
reasons of a past day name the rule and since when it lights.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ballast.supervision.lamps import LampText
from ballast_web.kernel.clock import today
from ballast_web.kernel.lamps import Lamp, lamps
from ballast_web.supervision.models import LampChange, Order, OrderStep, Question, Task, TaskStep
from ballast_web.supervision.services.lighting import is_complete, shown
from ballast_web.supervision.services.missing_reports import missing, with_latest
from ballast_web.supervision.states import RUNNING, OrderState, TaskKind, TaskState

#: What a circular counts: what runs, and what is done.
COUNTED = RUNNING | {TaskState.CLOSED}
_Keys = QuerySet[Task, Any]


@dataclass(frozen=True)
class Stand:
    """A task at the end of a day."""

    state: str
    lamp: str
    done: bool
    unreported: bool
    questions: int
    reasons: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()


def stands(tasks: QuerySet[Task], day: date) -> dict[int, Stand]:
    """How each of `tasks` stood at the end of `day`; those that did not run then are missing."""
    if day >= today():
        return {task.pk: _present(task, day) for task in tasks.filter(state__in=COUNTED)}
    return _past(tasks, day)


def _present(task: Task, day: date) -> Stand:
    lamp = shown(task, day)
    red = [each for each in lamp.lit if each.lamp == "red"]
    return Stand(
        state=task.state,
        lamp=lamp.lamp,
        done=is_complete(task),
        unreported=task.reports_missing > 0,
        questions=task.questions_open,
        reasons=tuple(f"{each.label}：{each.reason}" for each in red),
        advice=tuple(each.advice for each in red),
    )


def end_of(day: date) -> datetime:
    """The last moment of a day in China."""
    return timezone.make_aware(datetime.combine(day, time.max))


def _past(tasks: QuerySet[Task], day: date) -> dict[int, Stand]:
    keys = tasks.order_by().values("pk")
    states = _states(tasks, day)
    turned = LampChange.objects.filter(task__in=keys, day__lte=day).order_by("pk")
    lit = {change.task_id: change for change in turned}
    silent, asked = _unreported(keys, day), _questions(keys, day)
    written = {each.name: each.written for each in lamps().rules}
    return {
        key: _stand(state, lit.get(key), key in silent, asked[key], written)
        for key, state in states.items()
        if state in COUNTED
    }


def _states(tasks: QuerySet[Task], day: date) -> dict[int, str]:
    """Where each stood: at its last step until then; before its first step whence that led."""
    given = tasks.order_by().values_list("pk", "state", "issued_on")
    found = {pk: state for pk, state, issued in given if issued is not None and issued <= day}
    rows = TaskStep.objects.filter(task__in=tasks.order_by().values("pk"))
    later = rows.filter(at__gt=end_of(day)).order_by("-pk")
    found |= dict(later.values_list("task", "source"))
    earlier = rows.filter(at__lte=end_of(day)).order_by("pk")
    return found | dict(earlier.values_list("task", "target"))


def _stand(
    state: str,
    turned: LampChange | None,
    silent: bool,
    asked: int,
    written: dict[str, LampText],
) -> Stand:
    """A lamp that was never lit until then is unknown; what was closed is done."""
    lamp = turned.after if turned else str(Lamp.UNKNOWN)
    lamp = str(Lamp.BLUE) if state == TaskState.CLOSED else lamp
    done = lamp == Lamp.BLUE
    red = _red(turned, written) if turned and lamp == Lamp.RED else []
    return Stand(
        state=state,
        lamp=lamp,
        done=done,
        unreported=silent and state in RUNNING and not done,
        questions=asked,
        reasons=tuple(f"{each.label}（{turned.day:%Y-%m-%d}起）" for each in red if turned),
        advice=tuple(each.advice for each in red if "{" not in each.advice),
    )


def _red(turned: LampChange, written: dict[str, LampText]) -> list[LampText]:
    """The red rules of a turn, as far as the installation still has them."""
    named = [written[name] for name in turned.rules if name in written]
    return [each for each in named if each.lamp == "red"]


def _unreported(keys: _Keys, day: date) -> set[int]:
    """The tasks of which, by what had been reported until then, a report was missing."""
    rows = Task.objects.filter(pk__in=keys).exclude(kind=TaskKind.DUTY)
    until = Q(reports__at__lte=end_of(day))
    return {task.pk for task in with_latest(rows, until) if missing(task, day)}


def _questions(keys: _Keys, day: date) -> Counter[int]:
    """How many questions of each task were open."""
    end = end_of(day)
    rows = Question.objects.filter(report__task__in=keys, at__lte=end)
    open_ = rows.filter(Q(answered_at__isnull=True) | Q(answered_at__gt=end))
    return Counter(open_.values_list("report__task", flat=True))


@dataclass(frozen=True)
class Unanswered:
    """A supervision order that waits for its unit."""

    number: str
    unit: str
    title: str
    limit: date


def open_orders(orders: QuerySet[Order], day: date) -> tuple[int, tuple[Unanswered, ...]]:
    """How many of `orders` were not settled at the end of `day`, and those not answered."""
    rows = list(orders.filter(opened_on__lte=day).order_by("pk"))
    told = {each.pk: (each.state, each.limit) for each in rows}
    if day < today():
        steps = OrderStep.objects.filter(order__in=rows, at__lte=end_of(day)).order_by("pk")
        told |= {
            each.order_id: (each.target, each.limit or told[each.order_id][1]) for each in steps
        }
    open_ = [each for each in rows if told[each.pk][0] != OrderState.CLOSED]
    waiting = [each for each in open_ if told[each.pk][0] == OrderState.AWAITING]
    found = [
        Unanswered(each.number, each.unit.name, each.title, told[each.pk][1]) for each in waiting
    ]
    return len(open_), tuple(sorted(found, key=lambda each: (each.limit, each.number)))
