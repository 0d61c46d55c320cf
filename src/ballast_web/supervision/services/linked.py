"""Linked targets are filled in from what the platform counts, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ballast.errors import BallastError
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.writes import writing
from ballast_web.supervision import sources
from ballast_web.supervision.models import Task
from ballast_web.supervision.services import figures
from ballast_web.supervision.states import RUNNING, TaskKind

#: Told after each task: how many are done, of how many.
Told = Callable[[int, int], None]


def fill_linked(acting: Acting, day: date, told: Told = lambda _done, _all: None) -> int:
    """Fill every linked target that runs with its figure at the end of `day`, then the sums above.

    A figure that stays as it was is not written again. Returns how many reports were written. A
    task whose source cannot count is left as it is, and the audit log says why.
    """
    rows = Task.objects.filter(state__in=RUNNING, kind=TaskKind.TARGET).exclude(linked="")
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    above: dict[int, Task] = {}
    written = 0
    for place, key in enumerate(keys, 1):
        with writing(acting):
            held = Task.objects.select_for_update(of=("self",)).get(pk=key)
            if _filled(acting, held, day):
                written += 1
                above.setdefault(held.parent_id or 0, held)
        told(place, len(keys))
    for part in above.values():
        with writing(acting):
            figures.held_above(part)
            figures.roll_up(part, figures.period(part, day).last)
    return written


def _filled(acting: Acting, held: Task, day: date) -> bool:
    """Whether the task has a new report from its source."""
    try:
        found = sources.counted(held, day)
    except BallastError as error:
        with writing(acting) as log:
            log.note("task.not_filled", held, number=held.number, why=str(error))
        return False
    span = figures.period(held, day)
    if figures.unchanged(held, span, held.linked, found.figure):
        figures.follow(held)
        return False
    reported = found.figure, figures.share(held, found.figure)
    figures.write(acting, held, span, reported, found.sentence, held.linked, rolling=False)
    return True
