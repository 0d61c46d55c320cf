"""Supervision orders: the ladder from a reminder to accountability, each step with its evidence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ballast_web.applications.models import EvidenceFile
from ballast_web.kernel.models import AppendOnlyModel, Organisation, Person
from ballast_web.supervision.models.tasks import Task
from ballast_web.supervision.states import OrderState, Rung


class Serial(models.Model):
    """The last number given out of a series in a year; locked to give the next."""

    series = models.CharField(max_length=24)
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        verbose_name = "文号"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "year"], name="one_series_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.last}号"


class Order(models.Model):
    """What a unit is urged to do about its tasks; one order climbs the ladder until it is settled.

    `limit` is the last day for an answer, `asked_until` the day that an extension is asked to.
    """

    number = models.CharField("编号", max_length=40, unique=True)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="orders")
    tasks = models.ManyToManyField(Task, related_name="orders")
    title = models.CharField("事项", max_length=120)
    demand = models.TextField("督办要求")
    rung = models.CharField("层级", max_length=12, choices=Rung, default=Rung.REMINDER)
    state = models.CharField("状态", max_length=12, choices=OrderState, default=OrderState.AWAITING)
    limit = models.DateField("回复时限")
    asked_until = models.DateField("申请延至", null=True)
    opened_on = models.DateField("发出日期")
    closed_on = models.DateField("销号日期", null=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "督办件"
        indexes: ClassVar = [
            models.Index(fields=["unit", "state"]),
            models.Index(fields=["state", "limit"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class OrderStep(AppendOnlyModel):
    """A step of an order: who did what, on which rung, to which limit."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="steps")
    step = models.CharField("步骤", max_length=24)
    label = models.CharField("办理", max_length=32)
    rung = models.CharField("层级", max_length=12, choices=Rung)
    target = models.CharField(max_length=12, choices=OrderState)
    limit = models.DateField("时限", null=True)
    said = models.TextField("内容", blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "督办记录"
        indexes: ClassVar = [models.Index(fields=["order", "id"])]

    def __str__(self) -> str:
        return f"{self.order_id} {self.label}"


class OrderFile(AppendOnlyModel):
    """A file that goes with a step: a reply's evidence, an interview's minutes."""

    step = models.ForeignKey(OrderStep, models.PROTECT, related_name="files")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=160)

    class Meta:
        verbose_name = "督办材料"

    def __str__(self) -> str:
        return self.name
