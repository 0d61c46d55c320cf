"""Periodic jobs: declared beside the task, enqueued once for each period.

    @every("02:00")
    @task(label="夜间判定", atomic=False)
    def judge() -> None: ...

Whichever worker first notices that a period has begun enqueues its job under a key that names the
period; the key is unique, so the others' rows are not taken. A period missed while no worker ran is
made up for once, at the next start.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from ballast_web.jobs.errors import WrongPeriod
from ballast_web.jobs.models import Job
from ballast_web.jobs.queue import new_job
from ballast_web.jobs.task import JobTask

#: Every periodic task with what gives the beginning of the period in which a moment lies.
PERIODIC: dict[str, tuple[JobTask, Callable[[datetime], datetime]]] = {}
_UNITS = {"minute": 60, "hour": 3600}


def every(when: str) -> Callable[[JobTask], JobTask]:
    """Run a task each day at a time ("02:00", China's), or every so often ("15 minutes").

    Raises WrongPeriod.
    """
    begins = _period(when)

    def declare(task: JobTask) -> JobTask:
        PERIODIC[task.module_path] = task, begins
        return task

    return declare


def _period(when: str) -> Callable[[datetime], datetime]:
    often = re.fullmatch(r"([1-9]\d{0,2}) (minute|hour)s?", when)
    if often:
        return lambda moment: _slot(moment, int(often[1]) * _UNITS[often[2]])
    try:
        at = time.fromisoformat(when)
    except ValueError:
        raise WrongPeriod(given=when) from None
    return lambda moment: _last(moment, at)


def _slot(moment: datetime, seconds: int) -> datetime:
    return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, tz=UTC)


def _last(moment: datetime, at: time) -> datetime:
    local = timezone.localtime(moment)
    begin = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return begin if begin <= local else begin - timedelta(days=1)


def materialise(moment: datetime | None = None) -> None:
    """Enqueue the job of each period that has begun and has none yet."""
    moment = moment or timezone.now()
    wanted = {
        f"{path}@{begins(moment).isoformat()}": task for path, (task, begins) in PERIODIC.items()
    }
    known = set(Job.objects.filter(key__in=wanted).values_list("key", flat=True))
    jobs = [new_job(task, (), {}, key=key) for key, task in wanted.items() if key not in known]
    if jobs:
        Job.objects.bulk_create(jobs, ignore_conflicts=True)
