"""Nominations of cities: what they apply for, with evidence, scores and every step."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ballast_web.applications.models import EvidenceFile
from ballast_web.kernel.models import AppendOnlyModel, Organisation, Person
from ballast_web.scorecards.states import NominationKind, NominationState


class Nomination(models.Model):
    """A city's application of a year; `proposed` is the decision that a second person confirms."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="nominations")
    year = models.IntegerField("年度")
    kind = models.CharField("申报事项", max_length=12, choices=NominationKind)
    statement = models.TextField("申报说明")
    state = models.CharField(
        "状态", max_length=12, choices=NominationState, default=NominationState.DRAFT
    )
    proposed = models.CharField(max_length=12, choices=NominationState, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    begun_on = models.DateField("起草日期")
    submitted_on = models.DateField("提交日期", null=True)
    decided_on = models.DateField("决定日期", null=True)

    class Meta:
        verbose_name = "成效明显城市申报"
        indexes: ClassVar = [models.Index(fields=["year", "kind", "state"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "year", "kind"], name="a_city_applies_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.kind}"


class NominationFile(AppendOnlyModel):
    """A file that proves what a nomination says."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="files")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=160)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "申报佐证"

    def __str__(self) -> str:
        return self.name


class NominationScore(AppendOnlyModel):
    """One supervisor's points out of 100, and why; each gives them once."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="scores")
    points = models.DecimalField("得分", max_digits=5, decimal_places=2)
    reason = models.TextField("评分理由")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("评分时间")

    class Meta:
        verbose_name = "申报评分"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nomination", "person"], name="one_score_a_person"),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=100), name="points_out_of_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id} {self.points}"


class NominationStep(AppendOnlyModel):
    """A step of a nomination: who did what, and why."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="steps")
    step = models.CharField("步骤", max_length=24)
    label = models.CharField("办理", max_length=32)
    target = models.CharField(max_length=12, choices=NominationState)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("时间")
    said = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "申报办理记录"
        indexes: ClassVar = [models.Index(fields=["nomination", "id"])]

    def __str__(self) -> str:
        return f"{self.nomination_id} {self.label}"
