"""Linked targets are filled in from what the platform counts, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ballast.errors import BallastError
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.writes import writing
from ballast_web.supervision import sources
from ballast_web.supervision.models import Task
from ballast_web.supervision.services import figures
from ballast_web.supervision.states import RUNNING, TaskKind

#: Tasks that are counted and written at once.
BATCH = 50
#: Told after each batch: how many are done, of how many.
Told = Callable[[int, int], None]


def fill_linked(acting: Acting, day: date, told: Told = lambda _done, _all: None) -> int:
    """Fill every linked target that runs with its figure at the end of `day`, then the sums above.

    A figure that stays as it was is not written again. Returns how many reports were written. A
    task whose source cannot count is left as it is, and the audit log says why.
    """
    rows = Task.objects.filter(state__in=RUNNING, kind=TaskKind.TARGET).exclude(linked="")
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    filled: list[Task] = []
    for begin in range(0, len(keys), BATCH):
        with writing(acting):
            batch = Task.objects.filter(pk__in=keys[begin : begin + BATCH]).order_by("pk")
            held = list(batch.select_related("unit").select_for_update(of=("self",)))
            new = {each.pk: _filled(acting, each, day) for each in held}
            filled += [each for each in held if new[each.pk]]
            known = [key for key, found in new.items() if found is not None]
            Task.objects.filter(pk__in=known).update(reported_on=today())
        told(min(begin + BATCH, len(keys)), len(keys))
    for part in {each.parent_id: each for each in filled if each.parent_id}.values():
        with writing(acting):
            figures.held_above(part)
            figures.roll_up(part, figures.period(part, day).last)
    return len(filled)


def _filled(acting: Acting, held: Task, day: date) -> bool | None:
    """Whether the task has a new report from its source; None where that cannot count."""
    try:
        found = sources.counted(held, day)
    except BallastError as error:
        with writing(acting) as log:
            log.note("task.not_filled", held, number=held.number, why=str(error))
        return None
    span = figures.period(held, day)
    if figures.unchanged(held, span, held.linked, found.figure):
        return False
    reported = found.figure, figures.share(held, found.figure)
    figures.write(acting, held, span, reported, found.sentence, held.linked, rolling=False)
    return True
