"""Shares counted by city, and the tasks that were in a city's hands in a period."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q, QuerySet

from ballast.supervision.periods import Span
from ballast_web.supervision.models import Task
from ballast_web.supervision.states import RUNNING, TaskState

#: Values are shares with six decimals, rounded half up.
_PLACES = Decimal("0.000001")
#: A city's region begins with so many digits of its own code.
DIGITS = 4


def city_of(region: str) -> str:
    """The city in which `region` lies."""
    return f"{region[:DIGITS]}00"


def shares(
    counted: Iterable[tuple[str, bool | None]], cities: Collection[str]
) -> dict[str, Decimal | None]:
    """The share of true ones by city; one that is not known leaves its city's share unknown."""
    found: dict[str, list[bool | None]] = {}
    for city, met in counted:
        if city in cities:
            found.setdefault(city, []).append(met)
    return {city: None if None in met else _share(met) for city, met in found.items()}


def _share(met: list[bool | None]) -> Decimal:
    part = Decimal(sum(each is True for each in met)) / len(met)
    return part.quantize(_PLACES, ROUND_HALF_UP)


def in_hand(period: Span, cities: Collection[str]) -> QuerySet[Task]:
    """The cities' tasks issued by the period's end and not closed before it began.

    What was sent back or revoked does not count.
    """
    held = Q(state__in=RUNNING) | Q(state=TaskState.CLOSED, closed_on__gte=period.first)
    rows = Task.objects.filter(held, issued_on__lte=period.last, region__in=regions(cities))
    return rows.order_by("pk")


def regions(cities: Collection[str]) -> list[str]:
    """The regions of units that lie in `cities`, as they occur among tasks."""
    known = Task.objects.order_by().values_list("region", flat=True).distinct()
    return [region for region in known if city_of(region) in cities]
