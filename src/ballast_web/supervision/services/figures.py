"""A task's figure: which report counts, what it makes of the task, and of the task above."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import cast

from django.db.models import QuerySet

from ballast.measures.schema import Frequency
from ballast.supervision.pace import PLACES
from ballast.supervision.periods import Span, span_on
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.writes import writing
from ballast_web.supervision.models import Report, Task
from ballast_web.supervision.services.lighting import relight
from ballast_web.supervision.states import RUNNING, TaskKind, TaskState

#: The source of a figure that is the sum of the parts'.
PARTS = "parts"
#: The largest share that the column holds.
_MOST = Decimal("999.999999")


def share(task: Task, figure: Decimal | None) -> Decimal | None:
    """`figure` of the target, rounded down, so that nothing short of it is complete."""
    if task.kind != TaskKind.TARGET:
        return task.progress
    if figure is None or not task.target_value:
        return None
    return min((figure / task.target_value).quantize(PLACES, ROUND_DOWN), _MOST)


def period(task: Task, day: date) -> Span:
    """The reporting period of the task in which `day` lies."""
    return span_on(day, cast("Frequency", task.report_every))


def counting(task: Task, until: date | None = None) -> Report | None:
    """The report that counts: the last of the last period, a linked source's before a unit's."""
    rows = task.reports.order_by("-last", "-pk")
    rows = rows.filter(last__lte=until) if until else rows
    latest = rows.first()
    if latest is None or not task.linked:
        return latest
    return rows.filter(last=latest.last, source=task.linked).first() or latest


def held_above(task: Task) -> None:
    """Lock the tasks above, the topmost first, as whoever breaks them down does."""
    chain: list[int] = []
    above = task.parent_id
    while above is not None:
        chain.insert(0, above)
        above = Task.objects.values_list("parent", flat=True).get(pk=above)
    for key in chain:
        Task.objects.select_for_update(of=("self",)).get(pk=key)


def write(
    acting: Acting,
    held: Task,
    span: Span,
    figures: tuple[Decimal | None, Decimal | None],
    said: str,
    source: str = "",
    *,
    rolling: bool = True,
) -> Report:
    """Append a report with (figure, progress); the task and, if `rolling`, those above follow."""
    figure, progress = figures
    with writing(acting) as log:
        made = Report.objects.create(
            task=held,
            label=span.label,
            first=span.first,
            last=span.last,
            figure=figure,
            progress=progress,
            said=said,
            source=source,
            person=acting.person,
            acting_as=str(acting),
            at=now(),
        )
        details = {"figure": figure, "progress": progress, "source": source}
        log.note("task.report", held, number=held.number, period=span.label, **details)
        follow(held)
        if rolling:
            roll_up(held, span.last)
    return made


def follow(held: Task) -> None:
    """Take over what the report that counts says."""
    latest = counting(held)
    if latest is not None:
        held.figure, held.reported_on = latest.figure, today()
        held.progress = latest.progress if latest.figure is None else share(held, latest.figure)
        held.save(update_fields=["figure", "progress", "reported_on"])


def unchanged(task: Task, span: Span, source: str, figure: Decimal, said: str = "") -> bool:
    """Whether the period's last report from `source` has that figure, and those words if any."""
    last = task.reports.filter(last=span.last, source=source).order_by("-pk").first()
    return last is not None and last.figure == figure and said in ("", last.said)


def summed(task: Task) -> bool:
    """Whether the task's figure is the sum of its parts'."""
    return task.kind == TaskKind.TARGET and not task.linked and parts_of(task).exists()


def parts_of(task: Task) -> QuerySet[Task]:
    """The parts of the task that count."""
    return task.parts.exclude(state=TaskState.REVOKED)


def roll_up(held: Task, last: date) -> None:
    """Let the task above have the sum of its parts at the end of its period with `last`.

    What a part has not reported is unknown and said so; without any figure there is no sum.
    """
    above = Task.objects.filter(parts=held, state__in=RUNNING).first()
    if above is None or not summed(above):
        return
    span = period(above, last)
    found = _at(parts_of(above), span.last)
    known = [each for each in found if each is not None]
    if not known:
        return
    figure, missing = sum(known, Decimal(0)), len(found) - len(known)
    said = f"由{len(found)}个下级任务汇总" + (f"，其中{missing}个尚未填报" if missing else "")
    if not unchanged(above, span, PARTS, figure, said):
        progress = share(above, figure)
        write(platform("汇总下级任务"), above, span, (figure, progress), said, PARTS)
        relight(above)


def _at(parts: QuerySet[Task], day: date) -> list[Decimal | None]:
    """The figure of each part at the end of `day`, chosen as `counting` does, in one query."""
    linked = dict(parts.values_list("pk", "linked"))
    found: dict[int, tuple[date, str, Decimal | None]] = {}
    rows = Report.objects.filter(task__in=list(linked), last__lte=day).order_by("last", "pk")
    for task, last, source, figure in rows.values_list("task", "last", "source", "figure"):
        before = found.get(task)
        own = linked[task]
        if not (own and before and before[:2] == (last, own) and source != own):
            found[task] = last, source, figure
    return [found[task][2] if task in found else None for task in linked]
