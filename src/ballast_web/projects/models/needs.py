"""What a project waits for, and public money that it has to spend in time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ballast_web.kernel.models import Organisation, Person
from ballast_web.projects.models.project import Project
from ballast_web.projects.states import ConditionState, FundKind, Need


class Condition(models.Model):
    """What is open about land, energy, environment or funds, and who must solve it until when."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="conditions")
    kind = models.CharField("类别", max_length=12, choices=Need)
    what = models.CharField("待解决事项", max_length=200)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="conditions_to_solve")
    until = models.DateField("解决时限")
    state = models.CharField(
        "状态", max_length=8, choices=ConditionState, default=ConditionState.OPEN
    )
    opened_on = models.DateField("提出日期")
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer = models.TextField("办理结果", blank=True)
    solved_on = models.DateField("解决日期", null=True)
    solved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "要素保障事项"
        indexes: ClassVar = [models.Index(fields=["unit", "state", "until"])]

    def __str__(self) -> str:
        return f"{self.project_id} {self.what}"


class Funding(models.Model):
    """Public money granted to a project: how much of it is spent, and by when all must be."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="fundings")
    kind = models.CharField("资金类别", max_length=16, choices=FundKind)
    granted_fen = models.BigIntegerField("到位资金")
    granted_on = models.DateField("到位日期")
    spent_fen = models.BigIntegerField("已支出", default=0)
    spent_on = models.DateField("支出数截至", null=True)
    spend_by = models.DateField("支出时限")
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "项目资金"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(granted_fen__gt=0, spent_fen__gte=0)
                & Q(spent_fen__lte=F("granted_fen")),
                name="no_more_is_spent_than_granted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"
