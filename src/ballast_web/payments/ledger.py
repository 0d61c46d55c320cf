"""Writing to the ledger: postings, their entry, last of all the budgets' balances.

The hot rows, the budgets, are touched last and in the order of their keys: writers of several
budgets cannot wait for each other in a circle, and wait as shortly as possible. One conditional
UPDATE a budget keeps every invariant, whatever runs at once; CHECK constraints stand behind it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, Sum

from ballast_web.errors import WrongState
from ballast_web.kernel.acting import Acting
from ballast_web.payments.errors import BudgetShort, Unbalanced
from ballast_web.payments.models import Budget, JournalEntry, Posting, Reservation
from ballast_web.payments.models.ledger import Account, EntryKind
from ballast_web.payments.states import BudgetState

_SPENT = (Account.SENT, Account.PAID, Account.RETURNED, Account.CLAWED_BACK)
#: Which accounts each balance of a budget heaps up.
HEAPS: Mapping[str, tuple[Account, ...]] = {
    "reserved_fen": (Account.RESERVED, Account.COMMITTED, *_SPENT),
    "committed_fen": (Account.COMMITTED, *_SPENT),
    "sent_fen": (Account.SENT,),
    "paid_fen": (Account.PAID,),
    "returned_fen": (Account.RETURNED,),
    "clawed_back_fen": (Account.CLAWED_BACK,),
}
_PARTS = ("sent_fen", "paid_fen", "returned_fen", "clawed_back_fen")


@dataclass(frozen=True)
class Transfer:
    """An amount above zero that moves between two accounts of the budget with this key."""

    budget: int
    source: Account
    target: Account
    amount_fen: int


@dataclass(frozen=True)
class Entry:
    """One thing that happens to money, under its idempotency key."""

    key: str
    kind: EntryKind
    transfers: Sequence[Transfer]
    reservation: Reservation | None = None
    memo: str = ""


def moves(
    parts: Iterable[tuple[int, int]], source: Account, target: Account
) -> tuple[Transfer, ...]:
    """A transfer for each (budget's key, 分)."""
    return tuple(Transfer(budget, source, target, fen) for budget, fen in parts)


def record(acting: Acting, entries: Sequence[Entry]) -> None:
    """Write `entries`, all or none, within the caller's `writing`.

    Raises BudgetShort, WrongState (a budget that is not open), Unbalanced.
    """
    Posting.objects.bulk_create(
        Posting(
            entry_id=entry.key,
            budget_id=each.budget,
            source=each.source,
            target=each.target,
            amount_fen=each.amount_fen,
        )
        for entry in entries
        for each in entry.transfers
    )
    JournalEntry.objects.bulk_create(_row(acting, entry) for entry in entries)
    _apply(entries)


def _row(acting: Acting, entry: Entry) -> JournalEntry:
    return JournalEntry(
        key=entry.key,
        kind=entry.kind,
        amount_fen=sum(each.amount_fen for each in entry.transfers),
        reservation=entry.reservation,
        memo=entry.memo[:200],
        by=acting.person,
    )


def _apply(entries: Sequence[Entry]) -> None:
    changes = _changes(each for entry in entries for each in entry.transfers)
    reserving = any(entry.kind == EntryKind.RESERVE for entry in entries)
    for budget in sorted(changes):
        if not _changed(budget, changes[budget], reserving):
            raise _refusal(budget, changes[budget], reserving)


def _changes(transfers: Iterable[Transfer]) -> dict[int, dict[Account, int]]:
    """By budget, by how much each account's balance changes."""
    found: dict[int, dict[Account, int]] = defaultdict(lambda: defaultdict(int))
    for each in transfers:
        found[each.budget][each.source] -= each.amount_fen
        found[each.budget][each.target] += each.amount_fen
    return found


def deltas(change: Mapping[Account, int]) -> dict[str, int]:
    """By how much each balance of a budget changes, where its accounts change by `change`."""
    found = {name: sum(change.get(each, 0) for each in heap) for name, heap in HEAPS.items()}
    return {"cap_fen": -change.get(Account.APPROPRIATED, 0), **found}


def _changed(budget: int, change: Mapping[Account, int], reserving: bool) -> bool:
    new = {name: F(name) + delta for name, delta in deltas(change).items()}
    rows = Budget.objects.filter(pk=budget).alias(
        **{f"new_{name}": value for name, value in new.items()},
        new_spent=new["sent_fen"] + new["paid_fen"] + new["returned_fen"] + new["clawed_back_fen"],
    )
    whole = Q(
        new_reserved_fen__lte=F("new_cap_fen"),
        new_committed_fen__lte=F("new_reserved_fen"),
        new_spent__lte=F("new_committed_fen"),
        **{f"new_{name}__gte": 0 for name in _PARTS},
    )
    if reserving:
        whole &= Q(state=BudgetState.OPEN)
    return bool(rows.filter(whole).update(**new))


def _refusal(budget: int, change: Mapping[Account, int], reserving: bool) -> Exception:
    row = Budget.objects.get(pk=budget)
    if reserving and row.state != BudgetState.OPEN:
        label = BudgetState.OPEN.label
        return WrongState(
            what=f"预算“{row}”", state=row.get_state_display(), action="预留", allowed=label
        )
    needed = -change.get(Account.AVAILABLE, 0)
    if needed > row.left_fen:
        return BudgetShort(budget=row, left=yuan(row.left_fen), needed=yuan(needed))
    return Unbalanced(what=f"预算“{row}”的余额不足以{'、'.join(_told(change))}")


def _told(change: Mapping[Account, int]) -> Iterator[str]:
    for account, fen in change.items():
        if fen < 0:
            yield f"从“{account.label}”转出{yuan(-fen)}"


def yuan(fen: int) -> str:
    """分 as yuan to the last 分: 1,234.50元."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}元"


def balances(**where: object) -> dict[int, dict[Account, int]]:
    """By budget, each account's balance as the sum of its postings (those that `where` leaves)."""
    found: dict[int, dict[Account, int]] = defaultdict(lambda: dict.fromkeys(Account, 0))
    rows = Posting.objects.filter(**where).order_by().values_list("budget", "source", "target")
    for budget, source, target, fen in rows.annotate(fen=Sum("amount_fen")):
        found[budget][Account(source)] -= fen
        found[budget][Account(target)] += fen
    return found
