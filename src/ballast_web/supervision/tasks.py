"""Background work: the nightly lamps, and tasks proposed from what is published."""

from __future__ import annotations

from collections import Counter

from ballast_web.jobs.periodic import every
from ballast_web.jobs.task import JobContext, task
from ballast_web.kernel.clock import today
from ballast_web.supervision.services import lighting, noticing


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
