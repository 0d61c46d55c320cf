"""Indicators: what several tasks count alike, with their values by period and unit.

Targets of one measure, or of one instruction, with one wording and one unit of measure are one
indicator, whether one unit has to reach it, every city its own, or units their parts. It goes by
the first of its tasks that somebody sees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery, Sum

from ballast.quantities import is_share
from ballast_web.catalogue.library import vocabulary
from ballast_web.kernel.acting import Acting
from ballast_web.supervision import sources
from ballast_web.supervision.access import access_reports, access_tasks
from ballast_web.supervision.models import Report, Task
from ballast_web.supervision.states import RUNNING, TaskKind, TaskState

#: What targets of one indicator have in common.
COMMON = ("package", "clause", "source", "content", "target_unit")
#: Units of measure that do not add up, beside shares and what is counted per something: 千瓦时/吨.
_COMPARED = frozenset({"倍", "位", "位次", "名次"})
#: Periods of which values are told.
PERIODS = 12
REPORTED = "单位填报"


def targets(acting: Acting) -> QuerySet[Task]:
    """The targets that somebody sees, those proposed, returned or revoked apart."""
    return access_tasks(acting).filter(kind=TaskKind.TARGET, state__in=[*RUNNING, TaskState.CLOSED])


def indicators(acting: Acting) -> QuerySet[Task]:
    """The first task of each indicator, with `tasks`, `updated`, `total` and `known` of all.

    `total` is the sum of the uppermost tasks' figures, as far as they are known (`known` of
    `uppermost`).
    """
    rows = targets(acting).order_by()
    firsts = rows.values(*COMMON).annotate(first=Min("pk")).values("first")
    own = rows.filter(**{name: OuterRef(name) for name in COMMON}).values("target_unit")
    top = own.exclude(parent__in=rows.values("pk"))
    counts = {
        "tasks": own.annotate(n=Count("pk")),
        "updated": own.annotate(n=Max("reported_on")),
        "filled": own.annotate(n=Max("linked")),
        "uppermost": top.annotate(n=Count("pk")),
        "known": top.annotate(n=Count("figure")),
        "total": top.annotate(n=Sum("figure")),
    }
    latest = Report.objects.filter(task=OuterRef("pk")).order_by("-last", "-pk").values("label")
    annotated = {name: Subquery(each.values("n")) for name, each in counts.items()}
    return targets(acting).filter(pk__in=firsts).annotate(latest=Subquery(latest[:1]), **annotated)


def adds_up(unit: str) -> bool:
    """Whether figures in this unit of measure may be summed over several units."""
    return not (is_share(unit) or "/" in unit or unit in _COMPARED)


def value_of(row: Task) -> Decimal | None:
    """The value of an indicator that `indicators` gave; None where it is unknown or no sum."""
    total: Decimal | None = row.total  # type: ignore[attr-defined]
    single = row.uppermost == 1  # type: ignore[attr-defined]
    return total if single or adds_up(row.target_unit) else None


def source_label(linked: str) -> str:
    """Where figures come from: the platform's own count, or what units report."""
    if not linked:
        return REPORTED
    name, _, table = linked.partition(":")
    label = sources.found()[name].LABEL if name in sources.found() else linked
    entity = vocabulary().entities.get(table)
    return f"{label}（{entity.label}）" if entity else label


@dataclass(frozen=True)
class Line:
    """One task of an indicator: its value at the end of each period, the earliest first."""

    task: Task
    above: bool
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Values:
    """An indicator by period and unit; `totals` sum the uppermost, None where they do not add up.

    `known` counts the uppermost tasks that have a value at each period's end.
    """

    periods: tuple[tuple[date, str], ...]
    lines: tuple[Line, ...]
    totals: tuple[Decimal | None, ...]
    known: tuple[int, ...]


def values(acting: Acting, first: Task) -> Values:
    """The values of the indicator of a task, of its last periods; of tasks that one may see."""
    alike = {name: getattr(first, name) for name in COMMON}
    tasks = list(targets(acting).filter(**alike).order_by("region", "pk"))
    rows = access_reports(acting).filter(task__in=[task.pk for task in tasks])
    found, labels = _by_period(tasks, rows)
    periods = tuple(sorted(labels.items()))[-PERIODS:]
    keys = {task.pk for task in tasks}
    lines = tuple(
        Line(task, task.parent_id not in keys, tuple(found.get((task.pk, d)) for d, _ in periods))
        for task in tasks
    )
    tops = [line.values for line in lines if line.above]
    known = [[v for v in column if v is not None] for column in zip(*tops, strict=True)]
    summed = len(tops) == 1 or adds_up(first.target_unit)
    totals = tuple(sum(each, Decimal(0)) if each and summed else None for each in known)
    return Values(periods, lines, totals, tuple(len(each) for each in known))


def _by_period(
    tasks: Iterable[Task], rows: QuerySet[Report]
) -> tuple[dict[tuple[int, date], Decimal | None], dict[date, str]]:
    """The figure that counts of each task and period: the last, a linked source's before others."""
    linked = {task.pk: task.linked for task in tasks}
    found: dict[tuple[int, date], tuple[str, Decimal | None]] = {}
    labels: dict[date, str] = {}
    for task, last, label, source, figure in rows.order_by("last", "pk").values_list(
        "task", "last", "label", "source", "figure"
    ):
        labels[last] = label
        own, before = linked[task], found.get((task, last))
        if not (own and before and before[0] == own and source != own):
            found[task, last] = source, figure
    return {key: figure for key, (_, figure) in found.items()}, labels
