"""Weekly reports; a later one of the same week corrects it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ballast_web.applications.models import EvidenceFile
from ballast_web.kernel.models import AppendOnlyModel, Person
from ballast_web.projects.models.project import Project


class WeeklyReport(AppendOnlyModel):
    """How far a project was at the end of a week: money since it began, and what stands there."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="weeks")
    label = models.CharField("周", max_length=32)
    first = models.DateField()
    last = models.DateField("截至")
    invested_fen = models.BigIntegerField("累计完成投资")
    physical = models.DecimalField("形象进度", max_digits=7, decimal_places=6)
    said = models.TextField("本周进展", blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("报送时间")

    class Meta:
        verbose_name = "项目周报"
        indexes: ClassVar = [models.Index(fields=["project", "last", "id"])]

    def __str__(self) -> str:
        return f"{self.project_id} {self.label}"


class WeeklyFile(AppendOnlyModel):
    """A file that shows what a weekly report says."""

    report = models.ForeignKey(WeeklyReport, models.PROTECT, related_name="files")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=160)

    class Meta:
        verbose_name = "周报佐证"

    def __str__(self) -> str:
        return self.name
