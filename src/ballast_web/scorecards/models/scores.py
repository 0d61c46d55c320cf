"""Rankings as computed, frozen; one of a period is published by a second person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ballast_web.kernel.models import AppendOnlyModel, Person


class Score(AppendOnlyModel):
    """A ranking of a region's cities for a period, with the weights that it was computed by.

    `indicators` are key, label, source and weight; `rows` are city, name, rank, total, missing, and
    points and values by indicator, decimals as text. Computing again writes another.
    """

    scorecard = models.CharField("评价表", max_length=48)
    label = models.CharField("评价表名称", max_length=40)
    region = models.CharField("地区", max_length=6)
    #: The day from which the version of the weights applies, and when it was published.
    version = models.DateField("权重适用自")
    weights_published_on = models.DateField("权重公布日期")
    method = models.CharField("计分方法", max_length=8)
    period = models.CharField("评价期", max_length=32)
    first = models.DateField("起")
    last = models.DateField("止")
    #: The day as of which it is computed; before `last` it is a preview.
    until = models.DateField("数据截至")
    indicators = models.JSONField("指标")
    rows = models.JSONField("排名")
    computed_on = models.DateField("测算日期")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("测算时间")

    class Meta:
        verbose_name = "评价结果"
        indexes: ClassVar = [models.Index(fields=["region", "scorecard", "first", "id"])]

    def __str__(self) -> str:
        return f"{self.label} {self.period}"


class Publication(AppendOnlyModel):
    """A ranking made public: one for a scorecard and period, by somebody who did not compute it."""

    score = models.OneToOneField(Score, models.PROTECT, related_name="publication")
    region = models.CharField(max_length=6)
    scorecard = models.CharField(max_length=48)
    first = models.DateField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("发布时间")

    class Meta:
        verbose_name = "评价结果发布"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region", "scorecard", "first"], name="a_period_is_published_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scorecard} {self.first}"
