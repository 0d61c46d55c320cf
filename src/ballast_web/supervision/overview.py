"""The leader's page in a few queries: lamps by section and city, targets, what is red or moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from ballast_web.kernel.acting import Acting
from ballast_web.supervision.access import access_tasks, sees_territory
from ballast_web.supervision.models import LampChange, Task
from ballast_web.supervision.services.lighting import facts_of
from ballast_web.supervision.states import RUNNING, Lamp, TaskKind

#: How many red items, and how many targets, the page names.
NAMED = 12
WEEK = timedelta(days=7)
_NONE = "其他"
#: What a city is known by: the first digits of its region.
DIGITS = 4


@dataclass
class Overview:
    """How many running tasks show which lamp: in all, by section, by city."""

    total: Counter[str] = field(default_factory=Counter)
    sections: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    cities: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def tasks(self) -> int:
        """How many run."""
        return self.total.total()


@dataclass(frozen=True)
class Aim:
    """A target against the calendar; a share that is not known is None."""

    task: Task
    planned: Decimal | None

    @property
    def done(self) -> float:
        """How wide its bar is, in percent; what goes beyond the target stays inside."""
        return float(min(self.task.progress or Decimal(0), Decimal(1)) * 100)

    @property
    def due(self) -> float:
        """Where its mark stands, in percent."""
        return float((self.planned or Decimal(0)) * 100)


def overview(acting: Acting) -> Overview:
    """The counts of what `acting` may see, from one pass over an index."""
    found = Overview()
    for _state, region, section, lamp, number in counts(acting):
        found.total[lamp] += number
        found.sections[section or _NONE][lamp] += number
        found.cities[region[:DIGITS]][lamp] += number
    return found


def counts(acting: Acting) -> QuerySet[Task, Any]:
    """State, region, section, lamp, and how many run.

    Grouped as indexed, and rows counted: a computed city, or a count of keys, reads every task.
    """
    rows = access_tasks(acting).filter(state__in=RUNNING).order_by().select_related(None)
    return rows.values_list("state", "region", "section", "lamp").annotate(many=Count("*"))


def red(acting: Acting) -> QuerySet[Task]:
    """What is red, the longest first."""
    rows = access_tasks(acting).filter(state__in=RUNNING, lamp=Lamp.RED)
    return rows.order_by("lamp_since", "pk")[:NAMED]


def aims(acting: Acting, day: date) -> Iterator[Aim]:
    """The targets that are no part of others, the one furthest behind first."""
    rows = access_tasks(acting).filter(state__in=RUNNING, kind=TaskKind.TARGET)
    found = rows.filter(parent__isnull=True).order_by("due", "pk")[: NAMED * 4]
    listed = [Aim(task, facts_of(task, day)["planned"]) for task in found]
    yield from sorted(listed, key=_ahead)[:NAMED]


def _ahead(aim: Aim) -> tuple[bool, Decimal]:
    """How far before its plan; what is unknown comes last."""
    if aim.planned is None or aim.task.progress is None:
        return True, Decimal(0)
    return False, aim.task.progress - aim.planned


def moved(acting: Acting, day: date) -> dict[str, int]:
    """How many tasks turned red, turned yellow, or came back to green or blue within a week.

    The first lamp of a task is no change.
    """
    rows = LampChange.objects.filter(before__in=Lamp.values, day__gt=day - WEEK, day__lte=day)
    if not sees_territory(acting):
        rows = rows.filter(task__in=access_tasks(acting).order_by().values("pk"))
    elif acting.organisation is not None:
        rows = rows.filter(region__startswith=acting.organisation.territory)
    counted = Counter(dict(rows.values_list("after").annotate(Count("task", distinct=True))))
    calm = rows.filter(after__in=[Lamp.GREEN, Lamp.BLUE], before__in=[Lamp.RED, Lamp.YELLOW])
    better = calm.values("task").distinct().count()
    return {"red": counted[Lamp.RED], "yellow": counted[Lamp.YELLOW], "better": better}
