"""The backend of django_tasks: a job is a row, written in the caller's transaction (outbox)."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued

from ballast_web.jobs.errors import NoSuchTask
from ballast_web.jobs.models import Job
from ballast_web.jobs.queue import new_job
from ballast_web.jobs.states import JobState
from ballast_web.jobs.task import JobTask

_STATUS = {
    JobState.SCHEDULED: TaskResultStatus.READY,
    JobState.WAITING: TaskResultStatus.READY,
    JobState.RUNNING: TaskResultStatus.RUNNING,
    JobState.DONE: TaskResultStatus.SUCCESSFUL,
    JobState.FAILED: TaskResultStatus.FAILED,
}


class LeaseBackend(BaseTaskBackend):
    """Jobs in the platform's own database, claimed by `ballast-web worker`.

    With the option `at_once` a job runs where it is enqueued, for tests.
    """

    task_class = JobTask
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Write the job down; it runs if, and only if, the transaction around it stands."""
        self.validate_task(task)
        job = new_job(task, args, kwargs)
        job.save(force_insert=True)
        result = result_of(job, self.alias)
        task_enqueued.send(type(self), task_result=result)
        if self.options.get("at_once") and job.state == JobState.WAITING:
            _run_at_once(job)
            result.refresh()
        return result

    def get_result(self, result_id: str) -> TaskResult:
        """How a job stands. Raises TaskResultDoesNotExist."""
        job = Job.objects.filter(pk=result_id).first() if result_id.isdecimal() else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(job, self.alias)


def _run_at_once(job: Job) -> None:
    from ballast_web.jobs.running import Held, run  # noqa: PLC0415 - it reads results from here

    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1)
    run(Held(job.pk, 1, stopping=lambda: False, beats=False))


def task_of(job: Job) -> Task:
    """The task that a job runs. Raises NoSuchTask."""
    try:
        found = import_string(job.task)
    except ImportError:
        raise NoSuchTask(task=job.task) from None
    if not isinstance(found, Task):
        raise NoSuchTask(task=job.task)
    return found


def result_of(job: Job, alias: str = "default") -> TaskResult:
    """A job as django_tasks tells it."""
    failed = TaskError(exception_class_path="builtins.Exception", traceback=job.error)
    result: TaskResult = TaskResult(
        task=task_of(job),
        id=str(job.pk),
        status=_STATUS[JobState(job.state)],
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at,
        last_attempted_at=job.started_at,
        args=job.args,
        kwargs=job.kwargs,
        backend=alias,
        errors=[failed] if job.error else [],
        worker_ids=[job.worker] * job.attempt,
    )
    object.__setattr__(result, "_return_value", job.result)
    return result
