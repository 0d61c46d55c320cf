"""The ledger: append-only, double entry, in 分.

A posting carries both of its sides, the account that it takes from and the one that it gives to, so
that debits equal credits by construction on every database. Postings go in before their entry;
the database then refuses an entry whose amount is not the sum of its postings, and any posting to
an entry that stands.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from ballast_web.kernel.clock import now
from ballast_web.kernel.models import AppendOnlyModel, Person
from ballast_web.payments.models.budgets import Budget
from ballast_web.payments.models.reservations import Reservation


class Account(models.TextChoices):
    """Where a budget's money stands; the appropriation is the source and stands below zero."""

    APPROPRIATED = "appropriated", "预算拨入"
    AVAILABLE = "available", "可用"
    RESERVED = "reserved", "已预留"
    COMMITTED = "committed", "已核定"
    SENT = "sent", "银行处理中"
    PAID = "paid", "已拨付"
    RETURNED = "returned", "已退回"
    CLAWED_BACK = "clawed_back", "已追回"


class EntryKind(models.TextChoices):
    """What happened."""

    APPROPRIATE = "appropriate", "安排预算"
    WITHDRAW = "withdraw", "收回预算"
    RESERVE = "reserve", "预留"
    COMMIT = "commit", "核定"
    RELEASE = "release", "释放"
    SEND = "send", "送银行"
    SETTLE = "settle", "到账"
    RETURN = "return", "退回"
    REISSUE = "reissue", "重新拨付"
    CLAW_BACK = "claw_back", "追回"


_A = Account
#: From which account to which each kind of entry may move money; nothing else is possible.
MOVES: dict[EntryKind, tuple[tuple[Account, Account], ...]] = {
    EntryKind.APPROPRIATE: ((_A.APPROPRIATED, _A.AVAILABLE),),
    EntryKind.WITHDRAW: (
        (_A.AVAILABLE, _A.APPROPRIATED),
        (_A.CLAWED_BACK, _A.APPROPRIATED),
    ),
    EntryKind.RESERVE: ((_A.AVAILABLE, _A.RESERVED),),
    EntryKind.COMMIT: ((_A.RESERVED, _A.COMMITTED),),
    EntryKind.RELEASE: (
        (_A.RESERVED, _A.AVAILABLE),
        (_A.COMMITTED, _A.AVAILABLE),
        (_A.RETURNED, _A.AVAILABLE),
    ),
    EntryKind.SEND: ((_A.COMMITTED, _A.SENT),),
    EntryKind.SETTLE: ((_A.SENT, _A.PAID),),
    EntryKind.RETURN: ((_A.SENT, _A.RETURNED), (_A.PAID, _A.RETURNED)),
    EntryKind.REISSUE: ((_A.RETURNED, _A.COMMITTED),),
    EntryKind.CLAW_BACK: ((_A.PAID, _A.CLAWED_BACK),),
}


_KNOWN = sorted({pair for pairs in MOVES.values() for pair in pairs})


class JournalEntry(AppendOnlyModel):
    """One thing that happened to money, once: `key` is its idempotency key.

    `amount_fen` is the sum of its postings.
    """

    key = models.CharField("幂等键", max_length=160, unique=True)
    kind = models.CharField("业务", max_length=16, choices=EntryKind)
    amount_fen = models.BigIntegerField("金额")
    reservation = models.ForeignKey(
        Reservation, models.PROTECT, null=True, related_name="entries", verbose_name="预留"
    )
    memo = models.CharField("摘要", max_length=200, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="经办")
    at = models.DateTimeField("时间", default=now)

    class Meta:
        verbose_name = "分录"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="entry_moves_something")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"


class Posting(AppendOnlyModel):
    """What an entry moves within one budget, `source` to `target`; always above zero."""

    entry = models.ForeignKey(
        JournalEntry, models.PROTECT, to_field="key", related_name="postings", verbose_name="分录"
    )
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="postings", verbose_name="预算")
    source = models.CharField("转出", max_length=16, choices=Account)
    target = models.CharField("转入", max_length=16, choices=Account)
    amount_fen = models.BigIntegerField("金额")

    class Meta:
        verbose_name = "记账"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="posting_above_zero"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="posting_moves"),
            models.CheckConstraint(
                condition=Q(
                    *[Q(source=source.value, target=target.value) for source, target in _KNOWN],
                    _connector=Q.OR,
                ),
                name="posting_of_a_known_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}→{self.target} {self.amount_fen}"
