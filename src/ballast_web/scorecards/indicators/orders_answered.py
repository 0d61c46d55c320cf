"""Of the answers to supervision orders that fell due in the period, the share that was in time.

Each demand counts by its limit, as extended: a reply by that day is in time. A demand that was
closed or made graver before its limit does not count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils import timezone

from ballast.supervision.periods import Span
from ballast_web.scorecards.indicators._counting import city_of, shares
from ballast_web.supervision.models import OrderStep

LABEL = "督办件按时回复"
#: Steps that ask for an answer; steps that end the waiting without one.
ASK = frozenset({"open", "escalate", "send_back"})
#: A demand's limit, and the day on which it was answered or given up.
Demand = tuple[date, date | None, bool]


def values(period: Span, cities: Collection[str]) -> Mapping[str, Decimal | None]:
    """The share of each city."""
    steps = OrderStep.objects.filter(order__opened_on__lte=period.last)
    steps = steps.select_related("order__unit").order_by("order", "id")
    return shares(_counted(steps, period), cities)


def _counted(steps: Iterable[OrderStep], period: Span) -> Iterator[tuple[str, bool | None]]:
    for order, group in groupby(steps, key=lambda step: step.order):
        for limit, ended, replied in _demands(group):
            in_time = ended is not None and ended <= limit
            if period.first <= limit <= period.last and (replied or not in_time):
                yield city_of(order.unit.region), in_time


def _demands(steps: Iterable[OrderStep]) -> Iterator[Demand]:
    """What was demanded, one after the other."""
    limit: date | None = None
    for step in steps:
        day = timezone.localdate(step.at)
        if limit is not None and (step.step in ASK or step.step in {"reply", "close"}):
            yield limit, day, step.step == "reply"
            limit = None
        if step.step in ASK or step.step == "grant_extension":
            limit = step.limit
    if limit is not None:
        yield limit, None, False
