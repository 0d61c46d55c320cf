"""Work of the night: periods of duties and missing reports at 01:00, linked figures at 01:30.

Lamps are lit after both, since they read what these count.
"""

from __future__ import annotations

from datetime import timedelta

from ballast_web.jobs.periodic import every
from ballast_web.jobs.task import JobContext, task
from ballast_web.kernel.clock import today
from ballast_web.supervision.services.duties import open_obligations
from ballast_web.supervision.services.linked import fill_linked
from ballast_web.supervision.services.missing_reports import count_missing


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
