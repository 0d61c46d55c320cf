"""Of the targets in hand, the share that was reached or closed by the period's end.

What counts is the last report of a period that had ended by then. A target on which nothing was
reported leaves the city's share unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from ballast.supervision.periods import Span
from ballast_web.scorecards.indicators._counting import city_of, in_hand, shares
from ballast_web.supervision.models import Report, Task
from ballast_web.supervision.services.lighting import reaches
from ballast_web.supervision.states import TaskKind

LABEL = "目标任务完成"


def values(period: Span, cities: Collection[str]) -> Mapping[str, Decimal | None]:
    """The share of each city."""
    tasks = list(in_hand(period, cities).filter(kind=TaskKind.TARGET))
    return shares(_counted(tasks, period), cities)


def _counted(tasks: list[Task], period: Span) -> Iterator[tuple[str, bool | None]]:
    rows = Report.objects.filter(task__in=tasks, last__lte=period.last, figure__isnull=False)
    figures = dict(rows.order_by("last", "id").values_list("task", "figure"))
    for task in tasks:
        city = city_of(task.region)
        if task.closed_on is not None and task.closed_on <= period.last:
            yield city, True
        else:
            yield city, reaches(task, figures[task.pk]) if task.pk in figures else None
