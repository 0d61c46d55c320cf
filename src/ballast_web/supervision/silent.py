"""For whom silences hold: the units that they name, and all units of the regions that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from ballast_web.kernel.models import Organisation
from ballast_web.push.regions import region_label
from ballast_web.supervision.models import Silence, SilenceReach, Task


def beginnings(region: str) -> frozenset[str]:
    """What a reach's region may be to hold for a unit of `region`: county, city, province, all."""
    return frozenset(region[:digits] for digits in (0, 2, 4, 6))


def reaching(units: QuerySet[Organisation]) -> QuerySet[SilenceReach]:
    """The reaches that hold for any of `units`."""
    found = units.order_by().values_list("region", flat=True).distinct()
    regions = {each for region in found for each in beginnings(region)}
    named = Q(unit__in=units.order_by().values("pk"))
    return SilenceReach.objects.filter(named | Q(unit__isnull=True, region__in=regions))


def reached(silence: Silence) -> QuerySet[Organisation]:
    """The units that a silence is for, as they are enrolled now."""
    asked = Q(pk__in=[each.unit_id for each in silence.reaches.all() if each.unit_id])
    for each in silence.reaches.all():
        if each.unit_id is None:
            asked |= Q(region__startswith=each.region)
    return Organisation.objects.filter(asked)


def told(silence: Silence) -> str:
    """For whom it is, in words; its reaches are prefetched with their units."""
    return "、".join(
        each.unit.name if each.unit else f"{region_label(each.region)}各单位"
        for each in silence.reaches.all()
    )


@dataclass(frozen=True)
class Silences:
    """The silences that hold on a day, by the units and regions that they name."""

    units: dict[int, list[Silence]] = field(default_factory=lambda: defaultdict(list))
    regions: dict[str, list[Silence]] = field(default_factory=lambda: defaultdict(list))

    def over(self, unit: int, region: str) -> list[Silence]:
        """Those for a unit of a region, each once."""
        found = list(self.units.get(unit, ()))
        for each in beginnings(region) if self.regions else ():
            found += self.regions.get(each, ())
        return list({silence.pk: silence for silence in found}.values())


def holding(day: date, rows: QuerySet[Silence] | None = None) -> Silences:
    """The silences of `rows`, or of all, that hold on `day`."""
    found = Silences()
    held = (Silence.objects.all() if rows is None else rows).filter(
        until__gte=day, ended_at__isnull=True
    )
    for silence in held.prefetch_related("reaches__unit").order_by("pk"):
        for each in silence.reaches.all():
            place: Any = (
                found.regions[each.region] if each.unit_id is None else found.units[each.unit_id]
            )
            place.append(silence)
    return found


def covers(silence: Silence, task: int, section: str) -> bool:
    """Whether a silence of the task's unit is about the task."""
    return silence.task_id in (None, task) and silence.section in ("", section)


def over_unit(unit: Organisation, day: date) -> list[Silence]:
    """The silences of a unit that hold on `day`, the longest first."""
    known = reaching(Organisation.objects.filter(pk=unit.pk)).values("silence")
    found = holding(day, Silence.objects.filter(pk__in=known)).over(unit.pk, unit.region)
    return sorted(found, key=lambda each: each.until, reverse=True)


def over_task(task: Task, day: date) -> list[Silence]:
    """The silences that keep a task's notices back on `day`, of whichever rule."""
    found: Iterable[Silence] = over_unit(task.unit, day) if task.unit else ()
    return [each for each in found if covers(each, task.pk, task.section)]
