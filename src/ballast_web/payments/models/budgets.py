"""Budgets: what a purse has set apart for which rules, and how much of it is used."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ballast_web.kernel.clock import now
from ballast_web.kernel.models import Organisation, Person
from ballast_web.payments.states import BudgetState, ChangeState


class Budget(models.Model):
    """An appropriation of one purse for one year, with its running balances in 分.

    The balances are those of the ledger's accounts, heaped up: `reserved` holds `committed`, which
    holds what is `sent`, `paid`, `returned` and `clawed_back`. Only `payments.ledger` changes them.
    """

    name = models.CharField("名称", max_length=200)
    year = models.IntegerField("年度")
    purse = models.ForeignKey(Organisation, models.PROTECT, verbose_name="出资单位")
    state = models.CharField(
        "状态", max_length=16, choices=BudgetState, default=BudgetState.PROPOSED
    )
    created_at = models.DateTimeField("登记时间", default=now)
    cap_fen = models.BigIntegerField("预算", default=0)
    reserved_fen = models.BigIntegerField("已预留", default=0)
    committed_fen = models.BigIntegerField("已核定", default=0)
    sent_fen = models.BigIntegerField("银行处理中", default=0)
    paid_fen = models.BigIntegerField("已拨付", default=0)
    returned_fen = models.BigIntegerField("已退回", default=0)
    clawed_back_fen = models.BigIntegerField("已追回", default=0)

    class Meta:
        verbose_name = "预算"
        ordering: ClassVar = ["-year", "purse__region", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    sent_fen__gte=0, paid_fen__gte=0, returned_fen__gte=0, clawed_back_fen__gte=0
                ),
                name="budget_nothing_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(
                    committed_fen__gte=F("sent_fen")
                    + F("paid_fen")
                    + F("returned_fen")
                    + F("clawed_back_fen")
                ),
                name="budget_paid_within_committed",
            ),
            models.CheckConstraint(
                condition=Q(reserved_fen__gte=F("committed_fen")),
                name="budget_committed_within_reserved",
            ),
            models.CheckConstraint(
                condition=Q(cap_fen__gte=F("reserved_fen")), name="budget_reserved_within_cap"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def left_fen(self) -> int:
        """What may still be reserved."""
        return self.cap_fen - self.reserved_fen


class BudgetScope(models.Model):
    """What a budget pays for: a rule by its identifier, or every rule of a policy package."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="scopes")
    rule = models.CharField("规则或政策", max_length=200, db_index=True)

    class Meta:
        verbose_name = "预算用途"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["budget", "rule"], name="one_scope_once")
        ]

    def __str__(self) -> str:
        return f"{self.budget}：{self.rule}"


class CapChange(models.Model):
    """A proposed appropriation, or change of one: proposed by one person, decided by another."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="changes")
    key = models.CharField("幂等键", max_length=120, unique=True)
    cap_fen = models.BigIntegerField("调整后预算")
    reason = models.CharField("依据", max_length=400)
    state = models.CharField(
        "状态", max_length=16, choices=ChangeState, default=ChangeState.PROPOSED
    )
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="经办")
    proposed_at = models.DateTimeField("提出时间", default=now)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name="复核", null=True
    )

    class Meta:
        verbose_name = "预算调整"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cap_fen__gte=0), name="cap_not_below_zero"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="cap_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget}→{self.cap_fen}"
