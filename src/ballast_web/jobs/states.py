"""The states of a job, and the one move that a person makes."""

from __future__ import annotations

from django.db import models

from ballast_web.kernel.roles import Role
from ballast_web.kernel.states import Machine, Move


class JobState(models.TextChoices):
    """Where a job stands; `scheduled` waits for its time, `waiting` for a worker."""

    SCHEDULED = "scheduled", "定时等待"
    WAITING = "waiting", "排队中"
    RUNNING = "running", "执行中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


MACHINE = Machine(
    "后台任务",
    JobState,
    [
        Move(
            "retry",
            "重新执行",
            frozenset({JobState.FAILED}),
            JobState.WAITING,
            frozenset({Role.ADMINISTRATOR}),
        )
    ],
)
