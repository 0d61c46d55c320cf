"""Background work: cases that nobody need apply for, and grants that waited for money."""

from __future__ import annotations

from ballast_web.applications import services
from ballast_web.enterprises.models import Run
from ballast_web.jobs.periodic import every
from ballast_web.jobs.task import JobContext, task


@task(label="免申即享立案", atomic=False, takes_context=True)
def open_automatic(context: JobContext, run: int) -> int:
    """Open the cases of a finished run; gives how many. Begun again, it opens none twice."""
    found = Run.objects.get(pk=run)
    return services.create_automatic(
        found, lambda opened: context.progress(0, f"已立案 {opened} 件")
    )


@every("15 minutes")
@task(label="核准排队等候预算的申报", atomic=False, takes_context=True)
def serve_queues(context: JobContext) -> int:
    """Grant what waited for money that is there by now; gives how many wait no longer."""
    rules, served = services.rules_waited_for(), 0
    for place, rule in enumerate(rules, 1):
        served += len(services.serve_queue(rule))
        context.progress(place * 100 // len(rules), f"已处理 {place}/{len(rules)} 项措施")
    return served
