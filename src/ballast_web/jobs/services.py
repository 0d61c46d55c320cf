"""What people do with jobs."""

from __future__ import annotations

from django.utils import timezone

from ballast_web.errors import NotHere
from ballast_web.jobs.access import access_jobs
from ballast_web.jobs.models import Job
from ballast_web.jobs.states import MACHINE
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.writes import writing


def retry(acting: Acting, key: int) -> Job:
    """Run a failed job again, with all its attempts. Raises NotHere, NotAllowed, WrongState."""
    with writing(acting) as log:
        job = access_jobs(acting).select_for_update(of=("self",)).filter(pk=key).first()
        if job is None:
            raise NotHere(what=f"后台任务{key}")
        job.state = MACHINE.move(job.state, "retry", acting)
        job.failures, job.finished_at, job.due = 0, None, timezone.now()
        job.save(update_fields=["state", "failures", "finished_at", "due"])
        log.note("job.retried", job, task=job.task)
    return job
