"""Of the periods of recurring duties that ended in the period, the share that was met.

What was excused does not count; what has ended and is still open leaves the share unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from ballast.supervision.periods import Span
from ballast_web.scorecards.indicators._counting import city_of, regions, shares
from ballast_web.supervision.models import Obligation
from ballast_web.supervision.states import ObligationState, TaskState

LABEL = "周期任务达标"
_MET: Mapping[str, bool | None] = {
    ObligationState.MET: True,
    ObligationState.MISSED: False,
    ObligationState.OPEN: None,
}


def values(period: Span, cities: Collection[str]) -> Mapping[str, Decimal | None]:
    """The share of each city."""
    rows = Obligation.objects.filter(last__gte=period.first, last__lte=period.last)
    rows = rows.filter(task__region__in=regions(cities)).exclude(state=ObligationState.EXCUSED)
    held = rows.exclude(task__state__in=[TaskState.REVOKED, TaskState.RETURNED])
    pairs = held.values_list("task__region", "state")
    return shares(((city_of(region), _MET[state]) for region, state in pairs), cities)
