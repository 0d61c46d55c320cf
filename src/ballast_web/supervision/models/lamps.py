"""What lamps have shown, who was told, and what is kept silent until when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ballast_web.kernel.models import AppendOnlyModel, Organisation, Person
from ballast_web.supervision.models.tasks import Task
from ballast_web.supervision.states import Lamp


class LampChange(AppendOnlyModel):
    """A task's lamp became another; the first one of a task has none before it."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="lamp_changes")
    region = models.CharField("地区", max_length=6)
    day = models.DateField("日期")
    before = models.CharField(max_length=8, choices=Lamp, blank=True)
    after = models.CharField(max_length=8, choices=Lamp)
    rules = models.JSONField("规则", default=list)

    class Meta:
        verbose_name = "灯色变化"
        indexes: ClassVar = [
            models.Index(fields=["before", "day", "after", "region"]),
            models.Index(fields=["task", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.before}→{self.after}"


class Notice(models.Model):
    """One rule lights for some of a unit's tasks: told once, and again only when it grows.

    `held_back` says which graver notice of the unit makes this one idle (a missing report makes
    every conclusion from figures idle), or that it is kept silent.
    """

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="notices")
    rule = models.CharField("规则", max_length=48)
    label = models.CharField("事由", max_length=48)
    lamp = models.CharField("灯色", max_length=8, choices=Lamp)
    tasks = models.JSONField("任务", default=list)
    first_on = models.DateField("起")
    last_on = models.DateField("最近")
    told_on = models.DateField("通知日期", null=True)
    read_at = models.DateTimeField("阅知时间", null=True)
    ended_on = models.DateField("解除日期", null=True)
    held_back = models.CharField("暂不通知的原因", max_length=120, blank=True)

    class Meta:
        verbose_name = "预警提示"
        indexes: ClassVar = [models.Index(fields=["unit", "ended_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "rule"],
                condition=Q(ended_on__isnull=True),
                name="one_open_notice_of_a_rule",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.label}"


class Silence(models.Model):
    """No notices to units, of one rule or of all, until a day (inclusive).

    Its `reaches` say to whom. With `task` or `section` it holds for that task, or that section of
    the document, alone. Ended early, it holds no more from the moment it was ended.
    """

    rule = models.CharField("规则", max_length=48, blank=True)
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="silences")
    section = models.CharField("板块", max_length=60, blank=True)
    until = models.DateField("至")
    reason = models.TextField("理由")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    ended_at = models.DateTimeField("提前结束时间", null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_why = models.TextField("提前结束的理由", blank=True)

    class Meta:
        verbose_name = "静默"
        indexes: ClassVar = [models.Index(fields=["until"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(task__isnull=True) | Q(section=""),
                name="a_silence_is_of_a_task_or_of_a_section",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.until}"


class SilenceReach(models.Model):
    """A unit that a silence is for; without one every unit of a region, whichever it has then.

    `region` is the beginning of their codes: `44` a province, `4401` a city, none the country.
    """

    silence = models.ForeignKey(Silence, models.PROTECT, related_name="reaches")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    region = models.CharField("地区", max_length=6, blank=True)

    class Meta:
        verbose_name = "静默对象"
        indexes: ClassVar = [models.Index(fields=["region"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(region=""),
                name="a_silence_reaches_a_unit_or_a_region",
            )
        ]

    def __str__(self) -> str:
        return f"{self.silence_id} {self.unit_id or self.region}"
