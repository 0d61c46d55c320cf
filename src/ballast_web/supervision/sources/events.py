"""How often something was registered as done towards duties under the task's clause."""

from __future__ import annotations

from datetime import date

from django.db.models import Sum

from ballast_web.supervision.models import Event, Task
from ballast_web.supervision.sources import Counted, counted_by, territory

LABEL = "周期任务登记的次数"


def count(task: Task, day: date) -> Counted:
    """Times registered as done by `day` in the territory, less what was withdrawn."""
    rows = Event.objects.filter(
        obligation__task__package=task.package,
        obligation__task__clause=task.clause,
        obligation__task__region__startswith=territory(task),
        held_on__lte=day,
        withdrawal__isnull=True,
    )
    number = rows.aggregate(n=Sum("times"))["n"] or 0
    return counted_by(task, day, number, f"本平台{task.clause}周期任务台账中登记的次数")
