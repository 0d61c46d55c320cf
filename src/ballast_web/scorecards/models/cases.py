"""Typical cases: what worked in a place, under which measure."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ballast_web.kernel.models import AppendOnlyModel, Organisation, Person
from ballast_web.scorecards.states import CaseState


class PracticeCase(models.Model):
    """A case that a unit proposes; somebody else publishes it for everybody to read."""

    title = models.CharField("标题", max_length=80)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="cases")
    package = models.CharField("文件", max_length=160)
    clause = models.CharField("条款", max_length=80)
    text = models.TextField("做法与成效")
    state = models.CharField("状态", max_length=12, choices=CaseState, default=CaseState.PROPOSED)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    proposed_on = models.DateField("提出日期")
    published_on = models.DateField("发布日期", null=True)

    class Meta:
        verbose_name = "典型案例"
        indexes: ClassVar = [models.Index(fields=["state", "published_on"])]

    def __str__(self) -> str:
        return self.title


class CaseStep(AppendOnlyModel):
    """A step of a case: who proposed it, who published it."""

    case = models.ForeignKey(PracticeCase, models.PROTECT, related_name="steps")
    step = models.CharField("步骤", max_length=24)
    label = models.CharField("办理", max_length=32)
    target = models.CharField(max_length=12, choices=CaseState)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "案例办理记录"

    def __str__(self) -> str:
        return f"{self.case_id} {self.label}"
