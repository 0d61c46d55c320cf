"""Tasks: what a unit has to do under a measure, and every step of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ballast.supervision.periods import FREQUENCY_LABELS
from ballast_web.kernel.models import AppendOnlyModel, Organisation, Person
from ballast_web.supervision.states import Lamp, Part, TaskKind, TaskState


class Task(models.Model):
    """One unit's task under one measure, or the part of it that a larger unit handed down.

    `package`, `clause` and `key` say where it comes from, or `source` does: a meeting, an
    instruction, a document that the library does not hold. Targets of one measure and unit are a
    task each, alike but for what they ask. A part's `parent` is the task that it is
    broken down from. Figures are in `target_unit`. The last block is what its rules ask of it,
    kept up to date by whatever changes it, so that all lamps can be shown in one pass.
    """

    package = models.CharField("文件", max_length=160)
    section = models.CharField("板块", max_length=60, blank=True)
    clause = models.CharField("条款", max_length=80, blank=True)
    source = models.CharField("任务来源", max_length=80, blank=True)
    key = models.CharField(max_length=240)
    version = models.IntegerField("政策库版本")
    name = models.CharField("任务", max_length=60)
    content = models.TextField("任务内容")
    kind = models.CharField("类别", max_length=8, choices=TaskKind)
    part = models.CharField("分工", max_length=8, choices=Part)
    printed = models.CharField("文中所列单位", max_length=80, blank=True)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="tasks")
    #: The unit's region, for maps and rankings without a join.
    region = models.CharField("地区", max_length=6, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    state = models.CharField("状态", max_length=12, choices=TaskState, default=TaskState.PROPOSED)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    remark = models.TextField("待明确事项", blank=True)
    starts_on = models.DateField("起始日期", null=True)
    due = models.DateField("完成时限", null=True)
    target_value = models.DecimalField("目标值", max_digits=24, decimal_places=4, null=True)
    target_unit = models.CharField("单位", max_length=24, blank=True)
    comparator = models.CharField(max_length=2, blank=True)
    #: Weights of January to December where the target is seasonal.
    months = models.JSONField("各月权重", default=list)
    breakdown_note = models.TextField("分解说明", blank=True)
    #: The source (a module of `sources/`) that fills the figure in; empty where units report it.
    linked = models.CharField("数据来源", max_length=48, blank=True)
    report_every = models.CharField(
        "填报周期", max_length=12, choices=list(FREQUENCY_LABELS.items()), default="month"
    )
    every = models.CharField(
        "周期", max_length=12, choices=list(FREQUENCY_LABELS.items()), blank=True
    )
    interval = models.IntegerField(default=1)
    at_least = models.IntegerField("每期至少", null=True)
    times_unit = models.CharField(max_length=24, blank=True)
    per = models.CharField("适用于每个", max_length=60, blank=True)
    issued_on = models.DateField("下达日期", null=True)
    accepted_on = models.DateField("签收日期", null=True)
    closed_on = models.DateField("办结日期", null=True)

    figure = models.DecimalField("完成数", max_digits=24, decimal_places=4, null=True)
    progress = models.DecimalField("完成进度", max_digits=9, decimal_places=6, null=True)
    reported_on = models.DateField("最近填报", null=True)
    reports_missing = models.IntegerField("连续未填报期数", default=0)
    periods_missed = models.IntegerField("连续未达标期数", default=0)
    questions_open = models.IntegerField("未答复质询", default=0)
    order_overdue = models.BooleanField("督办件逾期", default=False)
    lamp = models.CharField("灯色", max_length=8, choices=Lamp, blank=True)
    #: The names of the rules that light, the worst first.
    lit = models.JSONField("亮灯规则", default=list)
    missing = models.JSONField("缺少的数据", default=list)
    lamp_since = models.DateField("亮灯自", null=True)

    class Meta:
        verbose_name = "任务"
        indexes: ClassVar = [
            models.Index(fields=["state", "lamp"]),
            models.Index(fields=["unit", "state"]),
            models.Index(fields=["region", "state"]),
            models.Index(fields=["package", "clause"]),
            models.Index(fields=["state", "due"]),
            # Holds all that the leader's page counts, in the order of its groups.
            models.Index(fields=["state", "region", "section", "lamp"]),
            # In the order of "the longest first": whole nights turn red on one day.
            models.Index(fields=["lamp", "lamp_since", "id"]),
            models.Index(
                fields=["kind", "due"], condition=Q(parent__isnull=True), name="whole_tasks_by_due"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "key"], name="a_task_is_proposed_once"),
            models.CheckConstraint(
                condition=Q(state__in=[TaskState.PROPOSED, TaskState.REVOKED])
                | Q(unit__isnull=False),
                name="an_issued_task_has_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(kind=TaskKind.TARGET) | Q(target_value__isnull=False),
                name="a_target_has_a_value",
            ),
            models.CheckConstraint(
                condition=~Q(kind=TaskKind.DUTY) | Q(at_least__gte=1) & ~Q(every=""),
                name="a_duty_has_a_cadence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def number(self) -> str:
        """How people refer to it."""
        return numbered(self.pk)


def numbered(key: int) -> str:
    """How people refer to the task with that key."""
    return f"RW{key:08d}"


class TaskStep(AppendOnlyModel):
    """A step in the life of a task: who did what, and why."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="steps")
    step = models.CharField("步骤", max_length=24)
    label = models.CharField("办理", max_length=32)
    source = models.CharField(max_length=12, choices=TaskState, blank=True)
    target = models.CharField(max_length=12, choices=TaskState)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("时间")
    said = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "任务办理记录"
        indexes: ClassVar = [models.Index(fields=["task", "id"])]

    def __str__(self) -> str:
        return f"{self.task_id} {self.label}"


class TaskChange(AppendOnlyModel):
    """What a task asked, of whom and until when, before it was changed at a moment.

    How it was on a day that is over is what its first change after that day tells, else the task.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="changes")
    at = models.DateTimeField("时间")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    region = models.CharField("地区", max_length=6, blank=True)
    starts_on = models.DateField("起始日期", null=True)
    due = models.DateField("完成时限", null=True)
    target_value = models.DecimalField("目标值", max_digits=24, decimal_places=4, null=True)
    months = models.JSONField("各月权重", default=list)

    class Meta:
        verbose_name = "任务变更"
        indexes: ClassVar = [
            models.Index(fields=["task", "id"]),
            models.Index(fields=["region", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.at}"
