"""Circulars: their text, the steps that they took, and who has read them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ballast_web.circulars.states import FINAL, CircularKind, CircularState
from ballast_web.kernel.models import AppendOnlyModel, Organisation, Person


class Circular(models.Model):
    """An official paper of one unit about one period.

    `sections` are `{"heading", "paragraphs"}` in order, written by people after the first draft.
    `tables` (`drafting.tables.Table` as JSON) stay as they were drawn up on `figures_on`. Approved,
    it has a number and a date, and the database refuses every change of what is printed. One that
    `corrects` another, sent before, goes to the same units; the other stays as it was printed.
    """

    kind = models.CharField("文种", max_length=12, choices=CircularKind)
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="circulars")
    period = models.CharField("期间", max_length=32)
    first = models.DateField("起")
    last = models.DateField("止")
    figures_on = models.DateField("数据截至")
    number = models.CharField("发文字号", max_length=48, blank=True)
    title = models.CharField("标题", max_length=160)
    addressees = models.CharField("主送机关", max_length=400, blank=True)
    #: To whom it is sent; each is asked for a receipt.
    units = models.ManyToManyField(Organisation, related_name="+", verbose_name="主送单位")
    copies_to = models.CharField("抄送机关", max_length=400, blank=True)
    printed_by = models.CharField("印发机关", max_length=60, blank=True)
    numbered_copies = models.BooleanField("标注份号", default=False)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    sections = models.JSONField("正文", default=list)
    tables = models.JSONField("附表", default=list)
    state = models.CharField(
        "状态", max_length=12, choices=CircularState, default=CircularState.DRAFTED
    )
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    dated = models.DateField("成文日期", null=True)
    sent_at = models.DateTimeField("印发时间", null=True)

    class Meta:
        verbose_name = "通报"
        indexes: ClassVar = [models.Index(fields=["issuer", "state"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issuer", "kind", "first", "last"],
                condition=Q(corrects__isnull=True),
                name="one_circular_a_period",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(state=CircularState.SENT),
                name="one_correction_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="a_number_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(drafted_by__isnull=True)
                | ~Q(approved_by=F("drafted_by")),
                name="a_second_person_approves",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(FINAL))
                | Q(approved_by__isnull=False, dated__isnull=False) & ~Q(number=""),
                name="approved_means_numbered_and_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class CircularStep(AppendOnlyModel):
    """A step of a circular: who did what, and why."""

    circular = models.ForeignKey(Circular, models.PROTECT, related_name="steps")
    step = models.CharField("步骤", max_length=24)
    label = models.CharField("办理", max_length=32)
    target = models.CharField(max_length=12, choices=CircularState)
    said = models.TextField("说明", blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    acting_as = models.CharField("身份", max_length=160)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "通报办理记录"
        indexes: ClassVar = [models.Index(fields=["circular", "id"])]

    def __str__(self) -> str:
        return f"{self.circular_id} {self.label}"


class CircularReceipt(models.Model):
    """A unit that a circular was sent to; when it first opened it, and who did.

    `copy` is the number of its copy (份号) where copies are numbered; the issuer keeps the first.
    """

    circular = models.ForeignKey(Circular, models.PROTECT, related_name="receipts")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    copy = models.IntegerField("份号", null=True)
    read_at = models.DateTimeField("阅知时间", null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "阅知回执"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["circular", "unit"], name="one_receipt_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.circular_id} {self.unit_id}"
