"""What a draft rests on: each task as it stands, its figures at the period's two ends, its lamp."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet

from ballast.supervision.periods import Span
from ballast.vocabulary import codes
from ballast_web.circulars.drafting.standing import (
    Stand,
    Unanswered,
    end_of,
    open_orders,
    stands,
)
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.supervision.access import access_orders, access_tasks, access_tasks_until
from ballast_web.supervision.history import restore
from ballast_web.supervision.models import Report, Task
from ballast_web.supervision.services.lighting import facts_of
from ballast_web.supervision.states import RUNNING, TaskKind

#: Digits of a region's code that name an area below a unit, by those of its own territory.
_BELOW = {0: 2, 2: 4, 4: 6}


@dataclass(frozen=True)
class Item:
    """A task at the period's end, or on the day of drafting while it runs.

    `area` is the city (or county) below the issuer that it lies in, empty for the issuer's own
    units; `within` says that it is a part of a task of the same area, which is counted already.
    `gain` is what its figure grew in the period, None where a report at either end is missing.
    """

    number: str
    name: str
    content: str
    kind: str
    unit: str
    area: str
    within: bool
    group: str
    lamp: str
    late: bool
    running: bool
    unreported: bool
    questions: int
    target: Decimal | None = None
    measured_in: str = ""
    figure: Decimal | None = None
    progress: Decimal | None = None
    planned: Decimal | None = None
    gain: Decimal | None = None
    reasons: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def is_target(self) -> bool:
        """Whether it has a figure to reach."""
        return self.kind == TaskKind.TARGET


@dataclass(frozen=True)
class Ground:
    """Everything that a draft may say: for whom, of which period, as of which day.

    `day` is the period's last, or today while it runs; `drawn` is the day of drafting.
    """

    issuer: str
    span: Span
    day: date
    areas_are: str
    items: tuple[Item, ...]
    orders: int = 0
    unanswered: tuple[Unanswered, ...] = ()
    drawn: date | None = None
    units: frozenset[int] = frozenset()

    @property
    def is_past(self) -> bool:
        """Whether it was drawn up after the day of which it tells."""
        return self.drawn is not None and self.drawn > self.day


def gather(acting: Acting, span: Span, drawn: date) -> Ground:
    """The ground of a draft: the tasks and orders that `acting` may see, as of the period's end."""
    unit = acting.organisation
    assert unit is not None  # noqa: S101 - the services let nobody else in
    day = min(span.last, drawn)
    tasks = _charged(acting, day)
    standing = stands(tasks, day)
    found = [
        task for task in _as_of(tasks.order_by("pk"), day, unit.territory) if task.pk in standing
    ]
    ends = _ends(found, span)
    orders, unanswered = open_orders(access_orders(acting), day)
    return Ground(
        issuer=unit.name,
        span=span,
        day=day,
        areas_are="县（市、区）" if len(unit.territory) == 4 else "地市",
        items=tuple(
            _item(task, standing[task.pk], ends.get(task.pk, []), unit, span, day) for task in found
        ),
        orders=orders,
        unanswered=unanswered,
        drawn=drawn,
        units=frozenset(task.unit_id for task in found if task.unit_id is not None),
    )


def _charged(acting: Acting, day: date) -> QuerySet[Task]:
    """The tasks that `acting` sees, those too that left the territory since `day`."""
    tasks = access_tasks(acting) if day >= today() else access_tasks_until(acting, end_of(day))
    return tasks.select_related("unit", "parent").exclude(unit=None)


def _as_of(tasks: Iterable[Task], day: date, territory: str) -> list[Task]:
    """`tasks` as they were charged at the end of `day`, less those of other territories then."""
    found = list(tasks)
    if day >= today():
        return found
    above = {task.parent.pk: task.parent for task in found if task.parent}
    restore(found, end_of(day))
    restore(above.values(), end_of(day))
    for task in found:
        task.parent = above.get(task.parent_id or 0)
    return [task for task in found if task.unit_id and task.region.startswith(territory)]


def addressed(ground: Ground, issuer: Organisation) -> QuerySet[Organisation]:
    """The units that the tasks of a draft belong to, the issuer apart."""
    units = Organisation.objects.filter(pk__in=ground.units, active=True)
    return units.exclude(pk=issuer.pk)


def area_of(region: str, unit: Organisation) -> str:
    """The area below `unit` that `region` lies in, as a full code; empty where it is none."""
    digits = _BELOW.get(len(unit.territory))
    if digits is None or region[digits - 2 : digits] in ("", "00"):
        return ""
    return region[:digits].ljust(6, "0")


def area_name(code: str) -> str:
    """What an area is called."""
    return codes.load(settings.BALLAST_VOCABULARY, "regions").label(code)


def _ends(tasks: Iterable[Task], span: Span) -> dict[int, list[Report]]:
    """The reports of each task to the period's end, in order; a later one corrects an earlier."""
    found: dict[int, list[Report]] = {}
    rows = Report.objects.filter(task__in=[task.pk for task in tasks], last__lte=span.last)
    for report in rows.order_by("last", "pk"):
        found.setdefault(report.task_id, []).append(report)
    return found


def _item(
    task: Task,
    stand: Stand,
    reports: list[Report],
    unit: Organisation,
    span: Span,
    day: date,
) -> Item:
    area = area_of(task.region, unit)
    above = task.parent.region if task.parent else ""
    latest = reports[-1] if reports else None
    return Item(
        number=task.number,
        name=task.name,
        content=task.content,
        kind=task.kind,
        unit=task.unit.name if task.unit else "",
        area=area,
        within=bool(above) and area_of(above, unit) == area,
        group=f"{task.package}|{task.clause}{task.source}|{task.name}|{task.target_unit}",
        lamp=stand.lamp,
        late=task.due is not None and task.due < day and not stand.done,
        running=stand.state in RUNNING and not stand.done,
        unreported=stand.unreported,
        questions=stand.questions,
        target=task.target_value,
        measured_in=task.target_unit,
        figure=latest.figure if latest else None,
        progress=latest.progress if latest else None,
        planned=facts_of(task, day)["planned"],
        gain=_gain(task, reports, span),
        reasons=stand.reasons,
        advice=stand.advice,
    )


def _gain(task: Task, reports: list[Report], span: Span) -> Decimal | None:
    """What the figure grew from the period's start to its end; it begins from nothing."""
    before = [report.figure for report in reports if report.last < span.first]
    within = [report.figure for report in reports if report.last >= span.first]
    begins = task.starts_on is not None and task.starts_on >= span.first
    start = before[-1] if before else Decimal(0) if begins else None
    end = within[-1] if within else None
    return None if start is None or end is None else end - start
