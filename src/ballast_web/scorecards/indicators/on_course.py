"""Of the tasks in hand that showed a lamp, the share that was green or blue at the period's end.

A task whose lamp could not be told is not counted: silence does not pay, for what is not reported
turns yellow by a rule of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from ballast.supervision.periods import Span
from ballast_web.scorecards.indicators._counting import city_of, in_hand, shares
from ballast_web.supervision.models import LampChange
from ballast_web.supervision.states import Lamp

LABEL = "任务按序时推进"
CALM = frozenset({Lamp.GREEN, Lamp.BLUE})


def values(period: Span, cities: Collection[str]) -> Mapping[str, Decimal | None]:
    """The share of each city; None where it has tasks and no lamp is known."""
    tasks = dict(in_hand(period, cities).values_list("pk", "region"))
    changes = LampChange.objects.filter(task__in=list(tasks), day__lte=period.last)
    lamps = dict(changes.order_by("id").values_list("task", "after"))
    told = {task: lamp for task, lamp in lamps.items() if lamp not in {"", Lamp.UNKNOWN}}
    known = shares(((city_of(tasks[task]), lamp in CALM) for task, lamp in told.items()), cities)
    return {city: known.get(city) for city in map(city_of, tasks.values())}
