"""The queue itself: enqueue, claim, prolong, end. Each is one short statement or transaction.

A job that lapsed or is due becomes `waiting` again (`promote`); a claim takes the first waiting one
and gives its number and attempt, the fencing token. Whoever holds an older token writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from ballast_web.jobs.models import Job
from ballast_web.jobs.states import JobState
from ballast_web.kernel.gate import turn
from ballast_web.kernel.writes import acting_now

#: How long a worker holds a job without a sign of life, and how often it gives one.
LEASE = timedelta(seconds=settings.BALLAST_LEASE_SECONDS)
BEAT = LEASE / 4
#: The wait after the first failure; it doubles with each further one up to the longest.
BACK_OFF, LONGEST = timedelta(seconds=10), timedelta(hours=1)
_LAPSED = "工作进程中断，租约到期未续。"
_CLAIM = """
UPDATE jobs_job SET state = 'running', due = %s, started_at = %s, attempt = attempt + 1,
    worker = %s
WHERE id = (SELECT id FROM jobs_job WHERE state = 'waiting'{queues}
            ORDER BY priority DESC, id LIMIT 1{skip})
RETURNING id, attempt
"""


def new_job(
    task: Task, args: Sequence[Any], kwargs: Mapping[str, Any], key: str | None = None
) -> Job:
    """A job of `task`, not yet written."""
    acting = acting_now()
    later = task.run_after is not None and task.run_after > timezone.now()
    return Job(
        task=task.module_path,
        label=getattr(task, "label", "") or task.name,
        args=normalize_json(list(args)),
        kwargs=normalize_json(dict(kwargs)),
        key=key,
        queue=task.queue_name,
        priority=task.priority,
        attempts=getattr(task, "attempts", 5),
        state=JobState.SCHEDULED if later else JobState.WAITING,
        due=task.run_after or timezone.now(),
        organisation=acting.organisation if acting else None,
    )


def promote() -> int:
    """Put what is due into the line: scheduled jobs whose time has come, and lapsed ones.

    A job that its workers did not survive `attempts` times has failed.
    """
    late = Job.objects.filter(
        state__in=[JobState.SCHEDULED, JobState.RUNNING], due__lte=timezone.now()
    )
    if not late.exists():
        return 0
    with turn(), transaction.atomic():
        due = _locked(late)
        lapsed = Job.objects.filter(pk__in=due, state=JobState.RUNNING)
        lapsed.update(failures=F("failures") + 1, error=_LAPSED)
        over = lapsed.filter(failures__gte=F("attempts"))
        over.update(state=JobState.FAILED, finished_at=timezone.now())
        return (
            Job.objects.filter(pk__in=due)
            .exclude(state=JobState.FAILED)
            .update(state=JobState.WAITING)
        )


def _locked(rows: QuerySet[Job]) -> list[int]:
    """The keys of `rows`, held; those that somebody else holds are left to them."""
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return list(rows.values_list("pk", flat=True)[:1000])


def claim(worker: str, queues: Iterable[str] = ()) -> tuple[int, int] | None:
    """The number and the attempt of the job that `worker` now holds; None where none waits."""
    names = tuple(queues)
    if not Job.objects.filter(_of(names), state=JobState.WAITING).exists():
        return None
    skip = connection.features.has_select_for_update_skip_locked
    statement = _CLAIM.format(
        queues=f" AND queue IN ({', '.join(['%s'] * len(names))})" if names else "",
        skip=" FOR UPDATE SKIP LOCKED" if skip else "",
    )
    moment = timezone.now()
    adapt = connection.ops.adapt_datetimefield_value
    values = [adapt(moment + LEASE), adapt(moment), worker, *names]
    with turn(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchall()
    return tuple(found[0]) if found else None


def _of(names: Sequence[str]) -> Q:
    return Q(queue__in=names) if names else Q()


def held(job: int, attempt: int) -> QuerySet[Job]:
    """The job's row, if the holder of `attempt` still holds it."""
    return Job.objects.filter(pk=job, attempt=attempt, state=JobState.RUNNING)


def prolong(job: int, attempt: int, **told: Any) -> bool:
    """Hold the job for another lease, and write down how far it is; whether it is still held."""
    with turn():
        return bool(held(job, attempt).update(due=timezone.now() + LEASE, **told))


def finish(job: int, attempt: int, result: Any) -> bool:
    """End it well, in the caller's transaction; whether it was still held."""
    return bool(
        held(job, attempt).update(
            state=JobState.DONE,
            progress=100,
            result=result,
            error="",
            finished_at=timezone.now(),
        )
    )


def hand_back(job: int, attempt: int) -> None:
    """Put it back into the line for another worker; this is no failure."""
    with turn():
        held(job, attempt).update(state=JobState.WAITING, worker="")


def fail(job: int, attempt: int, error: str) -> None:
    """Note the error and try again later; after its last attempt the job has failed for good."""
    with turn(), transaction.atomic():
        row = held(job, attempt).select_for_update().first()
        if row is None:
            return
        row.failures += 1
        row.error = error[-8000:]
        over = row.failures >= row.attempts
        row.state = JobState.FAILED if over else JobState.SCHEDULED
        row.due = timezone.now() + min(LONGEST, BACK_OFF * 2 ** min(row.failures - 1, 12))
        row.finished_at = timezone.now() if over else None
        row.save(update_fields=["failures", "error", "state", "due", "finished_at"])
