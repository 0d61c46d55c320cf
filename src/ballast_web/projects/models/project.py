"""Projects: what they are, where they stand, by when they should stand where."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ballast_web.kernel.lamps import Lamp
from ballast_web.kernel.models import AppendOnlyModel, Organisation, Person
from ballast_web.projects.states import Stage


class Project(models.Model):
    """A major project in the register.

    `code` is that of the national platform on which investment projects are approved
    (投资项目在线审批监管平台). `invested_fen` is all that was invested since the project began, and
    `before_fen` what was invested before `year`, whose plan is `plan_fen`; None is unknown.
    """

    code = models.CharField("项目代码", max_length=40, unique=True)
    name = models.CharField("项目名称", max_length=120)
    enterprise = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="major_projects"
    )
    enterprise_name = models.CharField("建设单位", max_length=200)
    industry = models.CharField("行业", max_length=8, blank=True)
    region = models.CharField("地区", max_length=6)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="projects")
    supervising_unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="supervised_projects"
    )
    content = models.TextField("建设内容", blank=True)
    total_fen = models.BigIntegerField("总投资")
    year = models.IntegerField("计划年度")
    plan_fen = models.BigIntegerField("年度计划投资", null=True)
    before_fen = models.BigIntegerField("上年底累计完成投资", default=0)
    invested_fen = models.BigIntegerField("累计完成投资", null=True)
    physical = models.DecimalField("形象进度", max_digits=7, decimal_places=6, null=True)
    stage = models.CharField("阶段", max_length=12, choices=Stage, default=Stage.PRELIMINARY)
    package = models.CharField("依据文件", max_length=160, blank=True)
    clause = models.CharField("条款", max_length=80, blank=True)
    basis = models.TextField("依据说明", blank=True)
    registered_on = models.DateField("入库日期")
    #: The first day whose week is to be reported, and the last that is.
    reports_from = models.DateField("周报起始", null=True)
    reported_to = models.DateField("已报至", null=True)

    lamp = models.CharField("灯色", max_length=8, choices=Lamp, blank=True)
    #: The names of the rules that light, the worst first.
    lit = models.JSONField("亮灯规则", default=list)
    missing = models.JSONField("缺少的数据", default=list)
    lamp_since = models.DateField("亮灯自", null=True)

    class Meta:
        verbose_name = "重大项目"
        indexes: ClassVar = [
            models.Index(fields=["region", "stage"]),
            models.Index(fields=["stage", "lamp"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(total_fen__gt=0), name="a_project_costs_money"),
            models.CheckConstraint(
                condition=Q(plan_fen__isnull=True) | Q(plan_fen__gte=0),
                name="a_project_plans_no_less_than_nothing",
            ),
            models.CheckConstraint(
                condition=Q(physical__isnull=True) | Q(physical__gte=0, physical__lte=1),
                name="physical_progress_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def number(self) -> str:
        """How people refer to it."""
        return f"ZD{self.pk:08d}"

    @property
    def year_fen(self) -> int | None:
        """What was invested in the plan's year so far; None where it is not known."""
        return None if self.invested_fen is None else self.invested_fen - self.before_fen


class Milestone(models.Model):
    """By when a project should reach a stage, and when it did: one line of its countdown."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    stage = models.CharField("节点", max_length=12, choices=Stage)
    planned = models.DateField("计划日期", null=True)
    actual = models.DateField("实际日期", null=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "项目节点"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "stage"], name="a_milestone_of_a_stage"),
            models.CheckConstraint(
                condition=Q(planned__isnull=False) | Q(actual__isnull=False),
                name="a_milestone_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.stage}"


class ProjectStep(AppendOnlyModel):
    """What was done with a project: by whom, when, and why."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="steps")
    step = models.CharField("步骤", max_length=24)
    label = models.CharField("办理", max_length=32)
    stage = models.CharField("阶段", max_length=12, choices=Stage)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("时间")
    said = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "项目办理记录"
        indexes: ClassVar = [models.Index(fields=["project", "id"])]

    def __str__(self) -> str:
        return f"{self.project_id} {self.label}"


class ProjectLampChange(AppendOnlyModel):
    """A project's lamp became another."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="lamp_changes")
    day = models.DateField("日期")
    before = models.CharField(max_length=8, choices=Lamp, blank=True)
    after = models.CharField(max_length=8, choices=Lamp)
    rules = models.JSONField("规则", default=list)

    class Meta:
        verbose_name = "项目灯色变化"
        indexes: ClassVar = [models.Index(fields=["project", "id"])]

    def __str__(self) -> str:
        return f"{self.project_id} {self.before}→{self.after}"
