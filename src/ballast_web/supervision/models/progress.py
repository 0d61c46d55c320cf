"""Progress: what units report, what is questioned, and each period of recurring duties."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ballast_web.applications.models import EvidenceFile
from ballast_web.kernel.models import AppendOnlyModel, Person
from ballast_web.supervision.models.tasks import Task
from ballast_web.supervision.states import ObligationState


class Report(AppendOnlyModel):
    """How far a task was at the end of a period; a later one of the same period corrects it.

    `figure` is what is done since the task began, in its unit; `progress` the share of the whole.
    Where a `source` filled it in, `said` is its sentence of where the number comes from.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports")
    label = models.CharField("填报期", max_length=32)
    first = models.DateField()
    last = models.DateField("截至")
    figure = models.DecimalField("完成数", max_digits=24, decimal_places=4, null=True)
    progress = models.DecimalField("完成进度", max_digits=9, decimal_places=6, null=True)
    said = models.TextField("进展情况", blank=True)
    source = models.CharField("数据来源", max_length=48, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("填报时间")

    class Meta:
        verbose_name = "进展填报"
        indexes: ClassVar = [models.Index(fields=["task", "last", "id"])]

    def __str__(self) -> str:
        return f"{self.task_id} {self.label}"


class ReportFile(AppendOnlyModel):
    """A file that proves a report."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="files")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=160)

    class Meta:
        verbose_name = "进展佐证"

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """A figure that jumps, stalls, goes back or contradicts a linked number; open till answered."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="questions")
    rule = models.CharField("核查规则", max_length=24)
    said = models.TextField("质询")
    at = models.DateTimeField("提出时间")
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "数据质询"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "rule"], name="a_report_is_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.rule}"


class Obligation(models.Model):
    """One period of a recurring duty: how often it is to be done, and how often it was."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="obligations")
    label = models.CharField("周期", max_length=64)
    first = models.DateField("起")
    last = models.DateField("止")
    needed = models.IntegerField("应完成次数")
    done = models.IntegerField("已完成次数", default=0)
    state = models.CharField(
        "状态", max_length=8, choices=ObligationState, default=ObligationState.OPEN
    )
    #: Why it is excused, or what was said about missing it.
    said = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "周期义务"
        indexes: ClassVar = [models.Index(fields=["state", "last"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "first"], name="a_period_of_a_duty_once")
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.label}"


class Event(AppendOnlyModel):
    """What was done towards a period of a duty: an event held, a day of reception, a report."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="events")
    held_on = models.DateField("日期")
    what = models.CharField("内容", max_length=200)
    times = models.IntegerField("次数", default=1)
    file = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "履行记录"

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.held_on}"


class EventWithdrawal(AppendOnlyModel):
    """An event that was registered wrongly: it counts no more, and both stay on record."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="withdrawal")
    reason = models.TextField("理由")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("撤回时间")

    class Meta:
        verbose_name = "履行记录撤回"

    def __str__(self) -> str:
        return f"{self.event_id} 撤回"
