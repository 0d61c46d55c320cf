"""Approved applications for the measures of the task's clause, by enterprises of its territory."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from ballast_web.applications.models import Application
from ballast_web.applications.states import GRANTED
from ballast_web.supervision.models import Task
from ballast_web.supervision.sources import Counted, counted_by, territory

LABEL = "已核准的申报"
#: Units of figures in which enterprises are counted, each once.
FIRMS = frozenset({"家", "户", "家企业", "户企业"})


def count(task: Task, day: date) -> Counted:
    """Enterprises with an approval where the target is of enterprises, else approvals."""
    rows = Application.objects.filter(
        rule__startswith=f"{task.package}/",
        measure=task.clause,
        state__in=list(GRANTED),
        decided_on__lte=day,
        enterprise__region__startswith=territory(task),
    )
    firms = task.target_unit in FIRMS
    number = rows.aggregate(n=Count("enterprise", distinct=True))["n"] if firms else rows.count()
    what = f"本平台{task.clause}项下已核准的申报{'（按企业计）' if firms else ''}"
    return counted_by(task, day, number, what)
