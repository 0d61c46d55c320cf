"""The queue's own housekeeping."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ballast_web.jobs.models import Job
from ballast_web.jobs.periodic import every
from ballast_web.jobs.states import JobState
from ballast_web.jobs.task import task

#: How long a finished job is kept; failed ones stay until somebody has dealt with them.
KEPT = timedelta(days=30)


@every("03:30")
@task(label="清理已完成的后台任务")
def clear() -> int:
    """Delete jobs that were done more than 30 days ago."""
    old = Job.objects.filter(state=JobState.DONE, finished_at__lt=timezone.now() - KEPT)
    return old.delete()[0]
