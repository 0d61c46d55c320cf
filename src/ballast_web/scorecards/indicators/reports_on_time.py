"""Of the reports that fell due in the period, the share that was made in time.

A report is due so many days after its own period's end. Who has handed a task down reports through
its parts; recurring duties are counted by what was done instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from django.db.models import Exists, OuterRef
from django.utils import timezone

from ballast.measures.schema import Frequency
from ballast.supervision.periods import Span, span_on
from ballast_web.scorecards.indicators._counting import city_of, in_hand, shares
from ballast_web.supervision.models import Report, Task
from ballast_web.supervision.services.missing_reports import GRACE as DAYS
from ballast_web.supervision.states import TaskKind, TaskState

LABEL = "进展按时填报"
#: Calendar days after a reporting period's end within which its report is in time.
GRACE = timedelta(days=DAYS)


def values(period: Span, cities: Collection[str]) -> Mapping[str, Decimal | None]:
    """The share of each city."""
    parts = Task.objects.filter(parent=OuterRef("pk")).exclude(state=TaskState.REVOKED)
    rows = in_hand(period, cities).exclude(kind=TaskKind.DUTY).filter(~Exists(parts))
    tasks = list(rows)
    made = _made(tasks, period)
    counted = (
        (city_of(task.region), _in_time(made[task.pk], span))
        for task in tasks
        for span in _due(task, period)
    )
    return shares(counted, cities)


def _made(tasks: list[Task], period: Span) -> dict[int, list[tuple[date, date]]]:
    """The reports of each task: the day up to which each tells, and the day it was made."""
    rows = Report.objects.filter(task__in=tasks, last__lte=period.last)
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for task, last, at in rows.values_list("task", "last", "at"):
        found[task].append((last, timezone.localdate(at)))
    return found


def _due(task: Task, period: Span) -> Iterator[Span]:
    """The reporting periods whose reports fell due, while the task was in hand at their end."""
    assert task.issued_on is not None  # noqa: S101 - what is in hand was issued
    every = cast(Frequency, task.report_every)
    day = max(task.issued_on, task.starts_on or task.issued_on, period.first - GRACE)
    while (span := span_on(day, every)).last + GRACE <= period.last:
        if task.closed_on is None or task.closed_on > span.last:
            yield span
        day = span.last + timedelta(days=1)


def _in_time(made: list[tuple[date, date]], span: Span) -> bool:
    return any(span.first <= last <= span.last and day <= span.last + GRACE for last, day in made)
