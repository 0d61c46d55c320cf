"""The ledger checked against everything that rests on it: what is wrong, in words.

Debits equal credits by construction of a posting; what is checked is that no entry lost or gained a
posting, that every balance is the sum of its postings and none is below zero, that what is paid is
approved and what is approved is reserved, that shares make their whole, and that each order, batch
and cap stands where the ledger says.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from ballast_web.payments.ledger import HEAPS, balances, deltas, yuan
from ballast_web.payments.models import (
    Batch,
    Budget,
    JournalEntry,
    PaymentOrder,
    Posting,
    Reservation,
)
from ballast_web.payments.models.ledger import Account
from ballast_web.payments.states import BatchState, OrderState, ReservationState

#: What a page calls each balance.
_LABELS = {field.name: str(field.verbose_name) for field in Budget._meta.fields}


def findings() -> Iterator[str]:
    """Everything that is wrong; nothing where the books are right."""
    yield from _entries()
    yield from _budgets()
    yield from _shares()
    yield from _reservations()
    yield from _orders()
    yield from _batches()


def _entries() -> Iterator[str]:
    """Debits = credits: each entry is the sum of its postings, each posting has its entry."""
    total = Coalesce(Sum("postings__amount_fen"), 0)
    rows = JournalEntry.objects.order_by("pk").annotate(total=total)
    for entry in rows.exclude(total=F("amount_fen")):
        told = f"{yuan(entry.amount_fen)}，记账合计{yuan(entry.total)}"
        yield f"分录 {entry.key}：金额{told}"
    orphans = Posting.objects.exclude(entry_id__in=JournalEntry.objects.values("key"))
    for key in orphans.order_by().values_list("entry_id", flat=True).distinct():
        yield f"分录 {key}：有记账而没有分录"


def _budgets() -> Iterator[str]:
    """Balances = sums of postings; no balance below zero; paid ≤ approved ≤ reserved ≤ cap."""
    held = balances()
    for budget in Budget.objects.order_by("pk"):
        accounts = held.get(budget.pk, dict.fromkeys(Account, 0))
        for name, sum_of_postings in deltas(accounts).items():
            if getattr(budget, name) != sum_of_postings:
                label = _LABELS[name]
                told = f"{yuan(getattr(budget, name))}，记账合计{yuan(sum_of_postings)}"
                yield f"预算 {budget.pk}“{budget}”：{label}余额{told}"
        for account, fen in accounts.items():
            if (fen > 0) if account == Account.APPROPRIATED else (fen < 0):
                yield f"预算 {budget.pk}“{budget}”：“{account.label}”为{yuan(fen)}"
        if not budget.paid_fen <= budget.committed_fen <= budget.reserved_fen <= budget.cap_fen:
            yield f"预算 {budget.pk}“{budget}”：应为已拨付≤已核定≤已预留≤预算"


def _shares() -> Iterator[str]:
    """Σ shares = total."""
    rows = Reservation.objects.order_by("pk").annotate(total=Coalesce(Sum("shares__amount_fen"), 0))
    for each in rows.exclude(total=F("amount_fen")):
        told = f"{yuan(each.amount_fen)}，分担合计{yuan(each.total)}"
        yield f"预留 {each.key}：金额{told}"


def _reservations() -> Iterator[str]:
    """What a reservation's entries moved is its amount, and stands where its state says."""
    reserved = _by_reservation(Account.AVAILABLE)
    waiting = _by_reservation(Account.RESERVED)
    for each in Reservation.objects.order_by("pk").iterator(2000):
        drawn, still = -reserved.get(each.pk, 0), waiting.get(each.pk, 0)
        expected = each.amount_fen if each.state == ReservationState.RESERVED else 0
        if still != expected:
            told = f"{yuan(still)}，应为{yuan(expected)}"
            yield f"预留 {each.key}：处于“{each.get_state_display()}”而账上预留{told}"
        released = each.state == ReservationState.RELEASED
        if (drawn != 0) if released else not 0 <= drawn <= each.amount_fen:
            yield f"预留 {each.key}：占用预算{yuan(drawn)}，与金额{yuan(each.amount_fen)}不符"


def _by_reservation(account: Account) -> dict[int, int]:
    """What each reservation's entries moved to `account`, less what they moved from it."""
    found: dict[int, int] = {}
    for side, sign in (("target", 1), ("source", -1)):
        rows = Posting.objects.filter(**{side: account}, entry__reservation__isnull=False)
        sums = rows.order_by().values_list("entry__reservation").annotate(fen=Sum("amount_fen"))
        for reservation, fen in sums:
            found[reservation] = found.get(reservation, 0) + sign * fen
    return found


def _orders() -> Iterator[str]:
    """What orders say is paid, with the bank or returned is what their budget's accounts hold."""
    states = {
        OrderState.SENT: Account.SENT,
        OrderState.RETURNED: Account.RETURNED,
        OrderState.PAID: Account.PAID,
    }
    rows = PaymentOrder.objects.order_by().values_list("budget", "state")
    told = {(budget, state): fen for budget, state, fen in rows.annotate(fen=Sum("amount_fen"))}
    held = balances()
    for budget, accounts in held.items():
        back = accounts[Account.CLAWED_BACK] + _surrendered(budget)
        for state, account in states.items():
            fen = told.get((budget, state), 0) - (back if account == Account.PAID else 0)
            if fen != accounts[account]:
                difference = f"拨付单合计{yuan(fen)}，账上{yuan(accounts[account])}"
                yield f"预算 {budget}：“{account.label}”{difference}"


def _surrendered(budget: int) -> int:
    rows = Posting.objects.filter(budget=budget, source=Account.CLAWED_BACK)
    return rows.aggregate(fen=Coalesce(Sum("amount_fen"), 0))["fen"]


def _batches() -> Iterator[str]:
    """A batch is the sum of its orders, and was released by somebody else than prepared it."""
    rows = Batch.objects.exclude(state=BatchState.REFUSED).order_by("pk")
    for batch in rows.annotate(total=Coalesce(Sum("orders__amount_fen"), 0)):
        if batch.total != batch.total_fen:
            told = f"{yuan(batch.total_fen)}，拨付单合计{yuan(batch.total)}"
            yield f"批次 {batch.number}：金额{told}"
        if batch.released_by_id == batch.prepared_by_id:
            yield f"批次 {batch.number}：编制与放行是同一人"


def replayed(**where: object) -> dict[int, dict[str, int]]:
    """Balances made anew by going through the journal, or what `where` leaves, from its start."""
    found: dict[int, dict[str, int]] = {}
    postings = Posting.objects.filter(**where).order_by("pk")
    rows = postings.values_list("budget", "source", "target", "amount_fen")
    for budget, source, target, fen in rows.iterator(5000):
        changes = deltas({Account(source): -fen, Account(target): fen})
        own = found.setdefault(budget, dict.fromkeys(("cap_fen", *HEAPS), 0))
        for name, change in changes.items():
            own[name] += change
    return found


def counted() -> tuple[int, int]:
    """How many entries and budgets there are."""
    return JournalEntry.objects.count(), Budget.objects.count()


def overspent() -> int:
    """By how many 分 reservations in the journal go beyond their caps, all budgets together."""
    return sum(max(0, -accounts[Account.AVAILABLE]) for accounts in balances().values())
