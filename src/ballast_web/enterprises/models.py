"""Facts of enterprises, what was supplied or objected to, runs and where everybody stands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ballast_web.enterprises.states import ObjectionState, SuppliedState, WorkState
from ballast_web.kernel.clock import now
from ballast_web.kernel.models import Organisation, Person


class Snapshot(models.Model):
    """A folder of facts that was loaded; `tables` gives each table's number of rows.

    One that is `whole` has all of its region; others added single sheets.
    """

    path = models.CharField("目录", max_length=500)
    as_of = models.DateField("事实日期")
    known = models.DateField("获知日期")
    rows = models.BigIntegerField("行数", default=0)
    tables = models.JSONField("各表行数", default=dict)
    region = models.CharField("地区", max_length=6, blank=True)
    source = models.CharField("来源", max_length=200, blank=True)
    synthetic = models.BooleanField("合成数据", default=False)
    whole = models.BooleanField("整体快照", default=False)
    loaded_at = models.DateTimeField("载入时间", default=now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "事实快照"
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"{self.source} {self.as_of}"


class FactRow(models.Model):
    """One row of facts of one enterprise, as a register has it.

    `values` holds what is known, by column: numbers as decimal text, days in ISO 8601.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Organisation, models.CASCADE, related_name="fact_rows")
    table = models.CharField("表", max_length=64)
    key = models.CharField("编号", max_length=128)
    values = models.JSONField("事实")
    source = models.CharField("来源", max_length=200)
    as_of = models.DateField("截至")

    class Meta:
        verbose_name = "登记事实"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enterprise", "table", "key"], name="one_row_a_key")
        ]
        indexes: ClassVar = [models.Index(fields=["table"])]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.table} {self.key}"


class Supplied(models.Model):
    """A fact as the enterprise, or an officer, supplied or corrected it; the latest counts."""

    enterprise = models.ForeignKey(Organisation, models.CASCADE, related_name="supplied")
    table = models.CharField("表", max_length=64)
    key = models.CharField("编号", max_length=128)
    name = models.CharField("事实", max_length=64)
    value = models.JSONField("填报值", null=True)
    before = models.JSONField("原值", null=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("填报时间")
    state = models.CharField(
        "状态", max_length=16, choices=SuppliedState, default=SuppliedState.SUPPLIED
    )
    note = models.CharField("说明", max_length=500, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("核实时间", null=True)

    class Meta:
        verbose_name = "填报事实"
        indexes: ClassVar = [models.Index(fields=["enterprise", "state"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise", "table", "key", "name"],
                condition=models.Q(state__in=("supplied", "confirmed")),
                name="one_supplied_fact_counts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.name} {self.get_state_display()}"


class Objection(models.Model):
    """What an enterprise objects to: a fact of a register, or a verdict that a person shall review.

    To a fact: `table`, `key`, `name` and the value `held`; to a verdict: `rule` and `key`.
    """

    enterprise = models.ForeignKey(Organisation, models.CASCADE, related_name="objections")
    table = models.CharField("表", max_length=64, blank=True)
    key = models.CharField("编号", max_length=128, blank=True)
    name = models.CharField("事实", max_length=64, blank=True)
    rule = models.CharField("规则", max_length=200, blank=True)
    held = models.CharField("所异议的内容", max_length=500)
    text = models.TextField("理由", max_length=2000)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("提出时间")
    state = models.CharField(
        "状态", max_length=16, choices=ObjectionState, default=ObjectionState.OPEN
    )
    answer = models.TextField("答复", max_length=2000, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "异议"
        indexes: ClassVar = [models.Index(fields=["state", "at"])]

    def __str__(self) -> str:
        return f"{self.held} {self.get_state_display()}"


class Run(models.Model):
    """A judgement of the whole population: `folder` holds facts and verdicts as they were."""

    as_of = models.DateField("判定日")
    library_version = models.BigIntegerField("政策库版本")
    folder = models.CharField("目录", max_length=500, blank=True)
    state = models.CharField("状态", max_length=16, choices=WorkState, default=WorkState.RUNNING)
    stage = models.CharField("进度", max_length=200, blank=True)
    enterprises = models.IntegerField("企业数", default=0)
    standings = models.IntegerField("结果数", default=0)
    started_at = models.DateTimeField("开始", default=now)
    finished_at = models.DateTimeField("结束", null=True)

    class Meta:
        verbose_name = "全量判定"
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"{self.as_of} {self.get_state_display()}"


class Standing(models.Model):
    """How one row of an enterprise stands under one rule: eligible, open, or near.

    Who is plainly ineligible has none. `near` says what is short; `missing` are table.fact.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="standings_of")
    enterprise = models.ForeignKey(Organisation, models.CASCADE, related_name="standings")
    rule = models.CharField("规则", max_length=200)
    key = models.CharField("编号", max_length=128)
    period = models.CharField("期间", max_length=16, blank=True)
    verdict = models.CharField("判定", max_length=16)
    amount_fen = models.BigIntegerField("金额", null=True)
    payable_fen = models.BigIntegerField("应付", null=True)
    failed = models.JSONField("不符合的条件", default=list)
    missing = models.JSONField("缺少的事实", default=list)
    near = models.CharField("差距", max_length=300, blank=True)

    class Meta:
        verbose_name = "享受情况"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "rule", "enterprise", "key"], name="stands_once")
        ]
        indexes: ClassVar = [models.Index(fields=["run", "enterprise"])]

    def __str__(self) -> str:
        return f"{self.rule} {self.key} {self.verdict}"


class Import(models.Model):
    """A sheet that an officer uploaded, and what became of it."""

    table = models.CharField("表", max_length=64)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField(max_length=64)
    folder = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("上传时间", default=now)
    state = models.CharField("状态", max_length=16, choices=WorkState, default=WorkState.RUNNING)
    read = models.IntegerField("读取行数", default=0)
    imported = models.IntegerField("导入行数", default=0)
    rejected = models.IntegerField("问题单元格", default=0)
    refused = models.IntegerField("辖区外行数", default=0)
    message = models.CharField("说明", max_length=1000, blank=True)

    class Meta:
        verbose_name = "数据导入"
        get_latest_by = "pk"

    def __str__(self) -> str:
        return f"{self.name} {self.get_state_display()}"
