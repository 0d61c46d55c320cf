"""Reservations: money set aside for one claim, with the part that each purse bears."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ballast_web.kernel.clock import now
from ballast_web.kernel.models import AppendOnlyModel, Organisation
from ballast_web.payments.models.budgets import Budget
from ballast_web.payments.states import ReservationState


class Reservation(models.Model):
    """Money set aside for the claim that `claim_reference` names, in the app above."""

    key = models.CharField("幂等键", max_length=120, unique=True)
    claim_reference = models.CharField("申报编号", max_length=120, db_index=True)
    enterprise = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="企业"
    )
    amount_fen = models.BigIntegerField("金额")
    state = models.CharField(
        "状态", max_length=16, choices=ReservationState, default=ReservationState.RESERVED
    )
    at = models.DateTimeField("时间", default=now)

    class Meta:
        verbose_name = "预留"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="reservation_above_zero")
        ]

    def __str__(self) -> str:
        return self.claim_reference


class ReservationShare(AppendOnlyModel):
    """What one budget bears of a reservation; the shares make the reservation's amount."""

    reservation = models.ForeignKey(Reservation, models.PROTECT, related_name="shares")
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="shares", verbose_name="预算")
    amount_fen = models.BigIntegerField("金额")

    class Meta:
        verbose_name = "资金分担"
        ordering: ClassVar = ["budget_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reservation", "budget"], name="one_share_a_budget"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="share_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.budget}：{self.amount_fen}"
