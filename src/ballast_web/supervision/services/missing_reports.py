"""Which tasks have not been reported on, and for how many periods in a row."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import cast

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from ballast.measures.schema import Frequency
from ballast.supervision.periods import span_on, spans
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.writes import writing
from ballast_web.supervision.models import Task
from ballast_web.supervision.states import RUNNING, TaskKind, TaskState

#: Calendar days after a period's end within which its report is in time.
GRACE = 5
_BATCH = 500
NIGHTLY = platform("核对填报")


def count_missing(day: date, acting: Acting = NIGHTLY) -> int:
    """Count for each task the full periods that ended without a report since the last that has one.

    A period counts once its grace is over; tasks with parts are reported by these. Returns how many
    tasks changed.
    """
    with writing(acting) as log:
        changed = []
        for task in _tasks():
            number = missing(task, day)
            if number != task.reports_missing:
                task.reports_missing = number
                changed.append(task)
        Task.objects.bulk_update(changed, ["reports_missing"], batch_size=_BATCH)
        log.note("reports.counted", day.isoformat(), changed=len(changed))
    return len(changed)


def _tasks() -> list[Task]:
    """What is or was to be reported, with all that the count needs."""
    rows = Task.objects.filter(state__in=RUNNING).exclude(kind=TaskKind.DUTY)
    return list(with_latest(rows).only("pk", "report_every", "reports_missing"))


def with_latest(rows: QuerySet[Task], known: Q | None = None) -> QuerySet[Task]:
    """Tasks with all that `missing` asks; of their reports those that fulfil `known` alone."""
    parts = Task.objects.filter(parent=OuterRef("pk")).exclude(state=TaskState.REVOKED)
    return rows.annotate(
        broken_down=Exists(parts),
        latest=Max("reports__last", filter=known),
        begins=Coalesce(Greatest("starts_on", "issued_on"), "issued_on", "starts_on"),
    )


def missing(task: Task, day: date) -> int:
    """How many reports of a task `with_latest` are missing on `day`."""
    begins, latest = task.begins, task.latest  # type: ignore[attr-defined]
    if task.broken_down or begins is None:  # type: ignore[attr-defined]
        return 0
    after = max(begins, latest + timedelta(days=1)) if latest else begins
    return _ended(cast("Frequency", task.report_every), after, day)


@lru_cache(maxsize=4096)
def _ended(every: Frequency, after: date, day: date) -> int:
    """How many whole periods began on `after` or later and ended more than the grace ago."""
    over = day - timedelta(days=GRACE + 1)
    begin = span_on(after, every).first
    whole = (each for each in spans(every, begin, day) if each.first >= after)
    return sum(1 for _ in takewhile(lambda each: each.last <= over, whole))
