"""Periods of recurring duties that units of the territory met under the task's clause."""

from __future__ import annotations

from datetime import date

from ballast_web.supervision.models import Obligation, Task
from ballast_web.supervision.sources import Counted, counted_by, territory
from ballast_web.supervision.states import ObligationState

LABEL = "已达标的周期义务"


def count(task: Task, day: date) -> Counted:
    """Periods met, the parts' of a duty included, whichever unit they were handed to."""
    number = Obligation.objects.filter(
        task__package=task.package,
        task__clause=task.clause,
        task__region__startswith=territory(task),
        state=ObligationState.MET,
        first__lte=day,
    ).count()
    return counted_by(task, day, number, f"本平台{task.clause}周期任务台账中已达标的期数")
