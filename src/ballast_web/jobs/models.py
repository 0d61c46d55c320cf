"""The table of jobs: what is to be done, who holds it until when, how far it is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ballast_web.jobs.states import JobState
from ballast_web.kernel.models import Organisation


class Job(models.Model):
    """One piece of background work.

    `due` is when a scheduled job may start, and when a running one's lease lapses: real time, never
    the fixed day of a demonstration. `attempt` is the fencing token: it grows with every claim, and
    only its holder may write. `key` is unique: of jobs enqueued with one key there is one.
    """

    task = models.CharField("任务", max_length=200)
    label = models.CharField("名称", max_length=100, blank=True)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    key = models.CharField(max_length=200, unique=True, null=True)
    queue = models.CharField("队列", max_length=32, default="default")
    priority = models.SmallIntegerField("优先级", default=0)
    state = models.CharField("状态", max_length=16, choices=JobState, default=JobState.WAITING)
    due = models.DateTimeField("到期", default=timezone.now)
    attempt = models.PositiveIntegerField("执行次数", default=0)
    failures = models.PositiveIntegerField("失败次数", default=0)
    attempts = models.PositiveIntegerField("最多失败次数", default=5)
    worker = models.CharField("工作进程", max_length=100, blank=True)
    error = models.TextField("错误", blank=True)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    sentence = models.CharField("说明", max_length=200, blank=True)
    result = models.JSONField(null=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    enqueued_at = models.DateTimeField("加入时间", default=timezone.now)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "后台任务"
        indexes: ClassVar = [
            models.Index(
                fields=["-priority", "id"], name="jobs_waiting", condition=Q(state=JobState.WAITING)
            ),
            models.Index(
                fields=["due"],
                name="jobs_due",
                condition=Q(state__in=[JobState.SCHEDULED, JobState.RUNNING]),
            ),
            models.Index(fields=["state", "-id"], name="jobs_by_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_is_a_share")
        ]

    def __str__(self) -> str:
        return f"{self.label or self.task}（{self.get_state_display()}）"

    @property
    def is_over(self) -> bool:
        """Whether it is done or has failed for good."""
        return self.state in (JobState.DONE, JobState.FAILED)
