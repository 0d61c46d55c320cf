"""Work of the night: periods of duties and missing reports, linked figures, then the lamps.

Lamps are lit last, since they read what the others count.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from ballast_web.jobs.periodic import every
from ballast_web.jobs.task import JobContext, task
from ballast_web.kernel.clock import today
from ballast_web.supervision.services import lighting, noticing
from ballast_web.supervision.services.duties import open_obligations
from ballast_web.supervision.services.linked import fill_linked
from ballast_web.supervision.services.missing_reports import count_missing
from ballast_web.supervision.services.proposing import propose


@every("01:00")
@task(label="周期任务与填报核对", atomic=False, takes_context=True)
def count_up(context: JobContext) -> None:
    """Open and settle the periods of duties; count the reports that are missing."""
    with context.step():
        opened = open_obligations(today(), context.acting)
    context.progress(60, f"新增{opened}期周期义务")
    with context.step():
        count_missing(today(), context.acting)


@every("01:30")
@task(label="关联数据填报", atomic=False, takes_context=True)
def fill(context: JobContext) -> int:
    """Fill linked targets in with their figures at the end of yesterday."""

    def told(done: int, whole: int) -> None:
        context.progress(done * 100 // whole, f"已核对 {done}/{whole} 项任务")

    return fill_linked(context.acting, today() - timedelta(days=1), told)


@every("02:00")
@task(label="夜间亮灯", atomic=False, takes_context=True)
def light_all(context: JobContext) -> None:
    """Light the lamps of all tasks, then tell each unit what is new; safe to begin again."""
    day = today()
    with context.step():
        lighting.mark_overdue_orders(day)
    whole, done, counted = lighting.to_light().count(), 0, Counter[str]()
    for rows in lighting.batches():
        with context.step():
            counted += lighting.light(rows, day)
        done += len(rows)
        context.progress(done * 100 // max(whole, done), f"已亮灯 {done}/{whole} 项")
    with context.step() as log:
        told = noticing.tell(day)
        log.note("lamps.lit", f"{day}", told=told, **counted)


@task(label="提出督查任务", atomic=False, takes_context=True)
def propose_tasks(context: JobContext, packages: list[str]) -> int:
    """Propose the tasks of what was published; done again it adds nothing."""
    return propose(context.acting, packages)
