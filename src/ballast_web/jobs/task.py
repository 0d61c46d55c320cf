"""Tasks: functions that run as jobs, and what they are given while they run.

    @task(label="发送消息", atomic=False, takes_context=True)
    def send(context: JobContext, batch: int) -> None:
        for message in ...:
            with context.step() as log:
                ...
            context.progress(40, "已发送400条")

    send.enqueue(7)    # inside `writing()`: it runs if, and only if, the transaction stands

An atomic task (the default) runs in one transaction with its own end: what it writes and that it is
done stand together or not at all. On SQLite it keeps every other writer out, so what takes longer
than a second, or talks to others, is not atomic and writes in steps; each step stands alone, is
refused where the lease was lost, and must be safe to begin again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone
from django_tasks import task as plain_task
from django_tasks.base import Task, TaskContext

from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.clock import now
from ballast_web.kernel.writes import Log, writing


@dataclass(frozen=True, kw_only=True)
class JobTask(Task):
    """A task with a name for people, and how often it may fail before it is given up."""

    label: str = ""
    atomic: bool = True
    attempts: int = 5


class Holding(Protocol):
    """A claimed job while it runs."""

    def tell(self, percent: int, sentence: str) -> None:
        """Say how far it is."""

    def check(self) -> None:
        """Raises HandedBack where the worker is to stop, LeaseLost where the lease is lost."""

    def fence(self) -> None:
        """Hold the job's row for this transaction. Raises LeaseLost."""


@dataclass(frozen=True, kw_only=True)
class JobContext(TaskContext):
    """What a task with `takes_context=True` is given first."""

    holding: Holding
    label: str

    @property
    def acting(self) -> Acting:
        """As whom the job writes: the platform at this piece of work."""
        return platform(self.label)

    def progress(self, percent: int, sentence: str = "") -> None:
        """Say how far it is (0 to 100) and what is being done. Raises LeaseLost, HandedBack."""
        self.holding.check()
        self.holding.tell(max(0, min(100, percent)), sentence[:200])

    @contextmanager
    def step(self) -> Iterator[Log]:
        """A transaction of a task that is not atomic. Raises LeaseLost, HandedBack.

        The job's own row is locked last, so that nobody waits for it longer than for the commit.
        """
        self.holding.check()
        with writing(self.acting) as log:
            yield log
            self.holding.fence()


def task(
    *, label: str, atomic: bool = True, attempts: int = 5, priority: int = 0, **options: Any
) -> Callable[[Callable[..., Any]], JobTask]:
    """Make a task of a function at a module's level in an app's `tasks.py`.

    `priority` is -100 to 100, the higher the sooner; `takes_context=True` gives a JobContext first.
    """
    made: Any = plain_task(
        priority=priority, label=label, atomic=atomic, attempts=attempts, **options
    )
    return made


def real(moment: datetime) -> datetime:
    """A moment of the platform's clock as `run_after` wants it: on a demonstration's fixed day the
    queue still lives in real time."""
    return moment + (timezone.now() - now())
