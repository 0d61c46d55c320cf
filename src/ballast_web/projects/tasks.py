"""Background work: the nightly lamps of projects."""

from __future__ import annotations

from collections import Counter

from ballast_web.jobs.periodic import every
from ballast_web.jobs.task import JobContext, task
from ballast_web.kernel.clock import today
from ballast_web.projects.models import Project
from ballast_web.projects.services import lighting


@every("02:30")
@task(label="重大项目亮灯", atomic=False, takes_context=True)
def light_projects(context: JobContext) -> None:
    """Light the lamps of all projects; safe to begin again."""
    day, whole, done = today(), Project.objects.count(), 0
    counted: Counter[str] = Counter()
    for rows in lighting.batches():
        with context.step():
            counted += lighting.light(rows, day)
        done += len(rows)
        context.progress(done * 100 // max(whole, done), f"已亮灯 {done}/{whole} 个项目")
    with context.step() as log:
        log.note("projects.lit", f"{day}", **counted)
