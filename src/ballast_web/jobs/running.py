"""One claimed job, run: its heart beats, its end is fenced."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection, connections
from django_tasks.utils import normalize_json

from ballast_web.jobs import queue
from ballast_web.jobs.backend import result_of, task_of
from ballast_web.jobs.errors import HandedBack, LeaseLost
from ballast_web.jobs.models import Job
from ballast_web.jobs.task import JobContext
from ballast_web.kernel.acting import platform
from ballast_web.kernel.writes import writing


class Held:
    """A job that this worker holds by the token `attempt`.

    `stopping` says whether the worker is to stop; long jobs then hand themselves back.
    """

    def __init__(
        self, job: int, attempt: int, stopping: Callable[[], bool], beats: bool = True
    ) -> None:
        self.job, self.attempt, self.stopping, self.beats = job, attempt, stopping, beats
        self.lost = False
        self.told: dict[str, Any] = {}

    def tell(self, percent: int, sentence: str) -> None:
        """Say how far it is; the next beat writes it down, or this call where no heart beats."""
        self.told = {"progress": percent, "sentence": sentence}
        if not self.beats:
            self.beat()

    def beat(self) -> None:
        """A sign of life."""
        told, self.told = self.told, {}
        self.lost = self.lost or not queue.prolong(self.job, self.attempt, **told)

    def check(self) -> None:
        """Raises HandedBack where the worker is to stop, LeaseLost where the lease is lost."""
        if self.lost:
            raise LeaseLost(job=self.job, attempt=self.attempt)
        if self.stopping():
            raise HandedBack(job=self.job)

    def fence(self) -> None:
        """Hold the job's row for this transaction. Raises LeaseLost."""
        if not queue.held(self.job, self.attempt).select_for_update().exists():
            raise LeaseLost(job=self.job, attempt=self.attempt)

    def finish(self, result: Any) -> None:
        """End it well in this transaction. Raises LeaseLost."""
        if not queue.finish(self.job, self.attempt, normalize_json(result)):
            raise LeaseLost(job=self.job, attempt=self.attempt)


class Heart(threading.Thread):
    """A worker's sign of life: one thread that prolongs the lease of whatever it holds.

    It has a database connection of its own, so that it beats while a transaction is open.
    """

    def __init__(self) -> None:
        super().__init__(name="heart", daemon=True)
        self.held: Held | None = None
        self.ended = threading.Event()

    def run(self) -> None:
        """Beat until ended; whatever is told of a job's progress is written within a second."""
        beats = 0
        while not self.ended.wait(1):
            beats += 1
            held = self.held
            if held and (held.told or beats % max(1, queue.BEAT.seconds) == 0):
                self._beat(held)
        connections.close_all()

    def _beat(self, held: Held) -> None:
        try:
            held.beat()
        except DatabaseError:
            connection.close()

    def stop(self) -> None:
        """End the thread."""
        self.ended.set()
        self.join()


def run(held: Held) -> None:
    """Run a claimed job to its end, good or bad. What it wrote without its lease is undone."""
    try:
        _run(held)
    except LeaseLost:
        return
    except HandedBack:
        queue.hand_back(held.job, held.attempt)
    except Exception as error:
        queue.fail(held.job, held.attempt, _told(error))


def _run(held: Held) -> None:
    job = Job.objects.get(pk=held.job)
    task = task_of(job)
    arguments = [*job.args]
    if task.takes_context:
        context = JobContext(task_result=result_of(job), holding=held, label=job.label)
        arguments.insert(0, context)
    if getattr(task, "atomic", True):
        with writing(platform(job.label)):
            held.finish(task.func(*arguments, **job.kwargs))
        return
    result = task.func(*arguments, **job.kwargs)
    with writing(platform(job.label)):
        held.finish(result)


def _told(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))
