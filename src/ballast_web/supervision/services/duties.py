"""Recurring duties: their periods, which were met or missed, and how many in a row.

A duty's periods begin when it is issued (or starts, if later). Where the first or last of them is
cut short, the times needed are cut in proportion, rounded half up, and at least once where a
quarter of the period is left; what needs none is no period.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile
from typing import cast

from django.db.models import (
    Exists,
    F,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, Greatest

from ballast.measures.schema import Frequency
from ballast.supervision.periods import Span, span_on, spans
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.writes import writing
from ballast_web.supervision.models import Obligation, Task
from ballast_web.supervision.states import RUNNING, ObligationState, TaskKind, TaskState

#: How many rows are written at once.
BATCH = 1000
#: Further than any duty reaches.
_ALWAYS = date(9999, 12, 31)
NIGHTLY = platform("周期任务台账")
_S = ObligationState
_PARTS = Task.objects.filter(parent=OuterRef("pk")).exclude(state=TaskState.REVOKED)


def duties() -> QuerySet[Task]:
    """The duties that run and are not handed down to parts."""
    rows = Task.objects.filter(state__in=RUNNING, kind=TaskKind.DUTY)
    return rows.filter(~Exists(_PARTS))


def open_obligations(day: date, acting: Acting = NIGHTLY) -> int:
    """Make the periods until `day`, settle those that are over, count those missed in a row.

    Returns how many periods are new. Safe to run again.
    """
    with writing(acting) as log:
        rows = duties().annotate(
            begins=Coalesce(Greatest("starts_on", "issued_on"), "issued_on", "starts_on"),
            known=Max("obligations__last"),
        )
        new = [each for task in rows.iterator(BATCH) for each in _periods(task, day)]
        Obligation.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
        missed = settle(day)
        count_missed()
        log.note("duties.opened", day.isoformat(), opened=len(new), missed=missed)
    return len(new)


def _periods(task: Task, day: date) -> Iterator[Obligation]:
    """The periods of a duty that have begun by `day` and are not yet written."""
    begins, known = task.begins, task.known  # type: ignore[attr-defined]
    begins = known + timedelta(days=1) if known else begins
    if begins is None:
        return
    every, due = cast("Frequency", task.every), task.due or _ALWAYS
    rest = spans(every, begins, due, task.interval)
    for span in takewhile(lambda each: each.first <= day, rest):
        if needed := times_needed(task, span):
            yield Obligation(
                task=task, label=span.label, first=span.first, last=span.last, needed=needed
            )


def times_needed(task: Task, span: Span) -> int:
    """How often the duty is to be done in a period that may be cut short."""
    every, at_least = cast("Frequency", task.every), task.at_least or 1
    whole = next(spans(every, span_on(span.first, every).first, _ALWAYS, task.interval))
    days, of = (span.last - span.first).days + 1, (whole.last - whole.first).days + 1
    in_proportion = (2 * at_least * days + of) // (2 * of)
    return min(at_least, max(in_proportion, int(4 * days >= of)))


def settle(day: date) -> int:
    """Close the periods whose last day lies before `day`; returns how many were missed."""
    over = Obligation.objects.filter(state=_S.OPEN, last__lt=day)
    over.filter(done__gte=F("needed")).update(state=_S.MET)
    return over.update(state=_S.MISSED)


def count_missed(tasks: QuerySet[Task] | None = None) -> None:
    """Count the periods missed in a row, the latest first; what is excused does not count.

    A duty with parts stands as its worst part does.
    """
    own = duties() if tasks is None else tasks
    missed = _missed_in_a_row(own)
    changed = [each for each in own.only("pk", "periods_missed") if _differs(each, missed)]
    Task.objects.bulk_update(changed, ["periods_missed"], batch_size=BATCH)
    above = Task.objects.filter(Exists(_PARTS), kind=TaskKind.DUTY)
    worst = Subquery(_PARTS.order_by("-periods_missed").values("periods_missed")[:1])
    while above.exclude(periods_missed=worst).update(periods_missed=worst):
        pass


def _missed_in_a_row(own: QuerySet[Task]) -> Counter[int]:
    """By task, how many periods were missed since the last that was met; two queries for all."""
    rows = Obligation.objects.filter(task__in=own.values("pk")).order_by()
    met = rows.filter(state=_S.MET).values_list("task").annotate(Max("first"))
    latest = dict(met)
    missed = rows.filter(state=_S.MISSED).values_list("task", "first")
    return Counter(task for task, first in missed if first > latest.get(task, date.min))


def _differs(task: Task, missed: Counter[int]) -> bool:
    """Whether the task's number changes; it is set."""
    before, task.periods_missed = task.periods_missed, missed[task.pk]
    return before != task.periods_missed
