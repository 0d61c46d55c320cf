"""Payment orders, the batches in which they go out, the accounts they go to, money asked back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ballast_web.kernel.clock import now
from ballast_web.kernel.models import Organisation, Person
from ballast_web.kernel.sealing import SealedField
from ballast_web.payments.models.budgets import Budget
from ballast_web.payments.models.reservations import Reservation
from ballast_web.payments.states import AccountState, BatchState, ClawbackState, OrderState


def masked(number: str) -> str:
    """An account's number with all but its first and last four digits hidden."""
    return f"{number[:4]}****{number[-4:]}"


class BankAccount(models.Model):
    """An enterprise's account; its number stands sealed here and is masked on every page."""

    enterprise = models.ForeignKey(
        Organisation, models.PROTECT, related_name="bank_accounts", verbose_name="企业"
    )
    holder = models.CharField("户名", max_length=200)
    number = SealedField("账号")
    bank_name = models.CharField("开户银行", max_length=200)
    bank_code = models.CharField("联行号", max_length=12)
    state = models.CharField(
        "状态", max_length=16, choices=AccountState, default=AccountState.ACTIVE
    )
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("登记时间", default=now)

    class Meta:
        verbose_name = "收款账户"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(state="active"), name="one_account_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bank_name} {self.masked}"

    @property
    def masked(self) -> str:
        """The number with all but its first and last four digits hidden."""
        return masked(self.number)


class Batch(models.Model):
    """Payment orders of one purse that go to the bank together.

    One person prepares it, another releases it; `digest` is the hash of what was prepared.
    """

    number = models.CharField("批次号", max_length=40, unique=True)
    key = models.CharField("幂等键", max_length=120, unique=True)
    purse = models.ForeignKey(Organisation, models.PROTECT, verbose_name="出资单位")
    channel = models.CharField("渠道", max_length=32)
    state = models.CharField("状态", max_length=16, choices=BatchState, default=BatchState.PREPARED)
    orders_count = models.IntegerField("笔数")
    total_fen = models.BigIntegerField("金额")
    digest = models.CharField("内容摘要", max_length=64)
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="编制")
    prepared_at = models.DateTimeField("编制时间", default=now)
    released_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="复核"
    )
    #: The bank file's name in storage, or the bank's own number where it is sent by HTTP.
    sent_as = models.CharField("送出", max_length=200, blank=True)
    trouble = models.CharField("最近一次失败", max_length=400, blank=True)

    class Meta:
        verbose_name = "拨付批次"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("prepared_by")),
                name="batch_released_by_another",
            ),
            models.CheckConstraint(condition=Q(total_fen__gt=0), name="batch_above_zero"),
        ]

    def __str__(self) -> str:
        return self.number


class PaymentOrder(models.Model):
    """What one budget pays of one reservation to one account; `number` is our reference.

    `holder`, `account_number`, `bank_name` and `bank_code` are the account as it was when ordered;
    its number stands sealed here.
    """

    number = models.CharField("拨付单号", max_length=40, unique=True)
    reservation = models.ForeignKey(Reservation, models.PROTECT, related_name="orders")
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="orders", verbose_name="预算")
    enterprise = models.ForeignKey(
        Organisation, models.PROTECT, related_name="payment_orders", verbose_name="企业"
    )
    amount_fen = models.BigIntegerField("金额")
    attempt = models.IntegerField("次序", default=1)
    key = models.CharField("幂等键", max_length=120, unique=True)
    holder = models.CharField("户名", max_length=200)
    account_number = SealedField("账号")
    bank_name = models.CharField("开户银行", max_length=200)
    bank_code = models.CharField("联行号", max_length=12)
    state = models.CharField("状态", max_length=16, choices=OrderState, default=OrderState.READY)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="orders")
    bank_serial = models.CharField("银行流水号", max_length=64, blank=True)
    note = models.CharField("说明", max_length=400, blank=True)
    made_at = models.DateTimeField("生成时间", default=now)
    settled_on = models.DateField("到账日期", null=True)

    class Meta:
        verbose_name = "拨付单"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="order_above_zero"),
            models.UniqueConstraint(
                fields=["reservation", "budget"],
                condition=~Q(state__in=["replaced", "cancelled"]),
                name="one_live_order_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def masked(self) -> str:
        """The account's number with all but its first and last four digits hidden."""
        return masked(self.account_number)


class Clawback(models.Model):
    """Money asked back of a payment: demanded by one person, its arrival confirmed by another."""

    key = models.CharField("幂等键", max_length=120, unique=True)
    order = models.ForeignKey(PaymentOrder, models.PROTECT, related_name="clawbacks")
    amount_fen = models.BigIntegerField("金额")
    reason = models.CharField("事由", max_length=400)
    state = models.CharField(
        "状态", max_length=16, choices=ClawbackState, default=ClawbackState.DEMANDED
    )
    demanded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="经办")
    demanded_at = models.DateTimeField("提出时间", default=now)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="复核"
    )

    class Meta:
        verbose_name = "追缴"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="clawback_above_zero"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("demanded_by")),
                name="clawback_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}：{self.amount_fen}"
