"""Enterprises of the territory that the latest run found entitled under the task's clause."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from ballast_web.catalogue import library
from ballast_web.enterprises.models import Run, Standing
from ballast_web.enterprises.states import WorkState
from ballast_web.supervision.models import Task
from ballast_web.supervision.sources import Counted, counted_by, territory

LABEL = "符合条件的企业"


def rules_of(task: Task) -> list[str]:
    """The rules of the task's clause, by their identifiers."""
    rules = library.current().library.rules
    held = (each for each in rules if each.written.measure == task.clause)
    return [each.id for each in held if each.id.startswith(f"{task.package}/")]


def latest(day: date) -> Run | None:
    """The newest finished run that judged on `day` or before."""
    finished = Run.objects.filter(state=WorkState.FINISHED, as_of__lte=day)
    return finished.order_by("-pk").first()


def count(task: Task, day: date) -> Counted:
    """Enterprises, each once, however many of its rows are entitled."""
    run = latest(day)
    rows = Standing.objects.filter(
        run=run,
        verdict="eligible",
        rule__in=rules_of(task),
        enterprise__region__startswith=territory(task),
    )
    number = rows.aggregate(n=Count("enterprise", distinct=True))["n"] if run else 0
    made = f"第{run.pk}次全量判定（{run.as_of}）" if run else "全量判定（尚未进行）"
    return counted_by(task, day, number, f"本平台{made}中符合{task.clause}条件的企业")
