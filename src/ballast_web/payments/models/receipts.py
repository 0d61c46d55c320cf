"""The bank's receipts, line by line as they came, and what became of each line."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ballast_web.kernel.clock import now
from ballast_web.kernel.models import AppendOnlyModel, Organisation, Person
from ballast_web.payments.models.orders import PaymentOrder


class Outcome(models.TextChoices):
    """What the bank says of a payment."""

    PAID = "paid", "成功"
    RETURNED = "returned", "退回"


class Fate(models.TextChoices):
    """What became of a line of a receipt."""

    APPLIED = "applied", "已入账"
    REPEATED = "repeated", "重复，未再入账"
    UNMATCHED = "unmatched", "未匹配"


class Receipt(AppendOnlyModel):
    """A receipt file, known by the hash of its bytes: the same file counts once for a purse."""

    purse = models.ForeignKey(Organisation, models.PROTECT, verbose_name="出资单位")
    digest = models.CharField("文件摘要", max_length=64)
    name = models.CharField("文件名", max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="导入")
    at = models.DateTimeField("导入时间", default=now)

    class Meta:
        verbose_name = "银行回单"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purse", "digest"], name="one_receipt_once")
        ]

    def __str__(self) -> str:
        return self.name


class ReceiptLine(AppendOnlyModel):
    """A line as the bank wrote it, the order that it speaks of, and what became of it."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="lines")
    line = models.IntegerField("行")
    reference = models.CharField("拨付单号", max_length=80)
    amount = models.CharField("金额", max_length=40)
    outcome = models.CharField("结果", max_length=40)
    serial = models.CharField("银行流水号", max_length=64, blank=True)
    note = models.CharField("说明", max_length=400, blank=True)
    order = models.ForeignKey(PaymentOrder, models.PROTECT, null=True, related_name="receipts")
    fate = models.CharField("处理", max_length=16, choices=Fate)
    reason = models.CharField("原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "回单明细"
        ordering: ClassVar = ["receipt", "line"]

    def __str__(self) -> str:
        return f"{self.line} {self.reference}"
