"""Money set aside for claims, approved, or given back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.access import access_enterprises
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import Log, writing
from ballast_web.payments.errors import KeyReused
from ballast_web.payments.ledger import Entry, moves, record, yuan
from ballast_web.payments.models import Budget, PaymentOrder, Reservation, ReservationShare
from ballast_web.payments.models.ledger import Account, EntryKind
from ballast_web.payments.services.accounts import order_reserved
from ballast_web.payments.sharing import Drawing, Share, WhenShort, checked, granted, split
from ballast_web.payments.states import HANDLERS, ORDER, RESERVATION, OrderState, ReservationState


@dataclass(frozen=True)
class Claim:
    """A claim to be served: its reference in the app above, whose, how much, borne by whom."""

    reference: str
    enterprise: Organisation
    shares: Sequence[Share]
    amount_fen: int
    key: str

    @property
    def drawing(self) -> Drawing:
        """What it draws on the budgets."""
        parts = {share.budget.pk: share.part for share in checked(self.shares)}
        return Drawing(self.amount_fen, parts)


def reserve(
    acting: Acting,
    claim_reference: str,
    enterprise: Organisation,
    shares: Sequence[Share],
    amount_fen: int,
    key: str,
) -> Reservation:
    """Set `amount_fen` aside for a claim, each budget its part; with the same key only once.

    Raises BudgetShort where a budget has not enough left, and then nothing is set aside;
    KeyReused, SharesWrong, BadValue, NotHere, NotAllowed, WrongState.
    """
    claim = Claim(claim_reference, enterprise, shares, amount_fen, key)
    _may_reserve(acting, [claim])
    with writing(acting) as log:
        return _standing(claim) or _reserved(acting, log, claim)


def _may_reserve(acting: Acting, claims: Sequence[Claim]) -> None:
    acting.must_be(HANDLERS, "预留资金")
    for claim in claims:
        if claim.amount_fen <= 0:
            raise BadValue(field="金额", given=yuan(claim.amount_fen), allowed="大于零的金额")
        for share in checked(claim.shares):
            if not claim.enterprise.region.startswith(share.budget.purse.territory):
                raise NotHere(what=f"覆盖“{claim.enterprise}”所在地的预算")
    if not acting.is_platform:
        wanted = {claim.enterprise.pk for claim in claims}
        seen = access_enterprises(acting).filter(pk__in=wanted).count()
        if seen < len(wanted):
            raise NotHere(what="企业")


def _standing(claim: Claim) -> Reservation | None:
    """The reservation under the claim's key, if it is this one. Raises KeyReused."""
    found = Reservation.objects.filter(key=claim.key).first()
    if found is None:
        return None
    same = (found.claim_reference, found.enterprise_id) == (claim.reference, claim.enterprise.pk)
    if not same or found.amount_fen > claim.amount_fen:
        existing = f"{found.claim_reference}，{yuan(found.amount_fen)}"
        raise KeyReused(key=claim.key, existing=existing)
    return found


def _reserved(acting: Acting, log: Log, claim: Claim) -> Reservation:
    reservation = _row(claim, claim.amount_fen)
    try:
        with transaction.atomic():
            reservation.save()
    except IntegrityError:
        standing = _standing(claim)  # another writer was first
        if standing is None:
            raise
        return standing
    _set_aside(acting, log, [(reservation, claim.drawing)])
    return reservation


def _row(claim: Claim, amount_fen: int) -> Reservation:
    return Reservation(
        key=claim.key,
        claim_reference=claim.reference,
        enterprise=claim.enterprise,
        amount_fen=amount_fen,
    )


def _set_aside(acting: Acting, log: Log, rows: Sequence[tuple[Reservation, Drawing]]) -> None:
    shares: list[ReservationShare] = []
    entries: list[Entry] = []
    for reservation, drawing in rows:
        parts = [
            (budget, fen)
            for budget, fen in split(reservation.amount_fen, drawing.parts).items()
            if fen
        ]
        shares += [
            ReservationShare(reservation=reservation, budget_id=budget, amount_fen=fen)
            for budget, fen in parts
        ]
        transfers = moves(parts, Account.AVAILABLE, Account.RESERVED)
        key = f"reserve:{reservation.key}"
        memo = reservation.claim_reference
        entries.append(Entry(key, EntryKind.RESERVE, transfers, reservation, memo))
        log.note(
            "money.reserved",
            reservation,
            claim=reservation.claim_reference,
            fen=reservation.amount_fen,
        )
    ReservationShare.objects.bulk_create(shares)
    record(acting, entries)


def reserve_in_order(
    acting: Acting,
    claims: Sequence[Claim],
    when_short: WhenShort = "queue",
    partial: bool = False,
) -> list[Reservation | None]:
    """Serve `claims` in their order out of what is left, as the rule says where it is short.

    Gives each claim's reservation, whose amount may be less than claimed; None for those that get
    nothing. Claims that were served before keep what they have. Raises as `reserve` does.
    """
    _may_reserve(acting, claims)
    with writing(acting) as log:
        held: dict[str, Reservation | None] = {claim.key: _standing(claim) for claim in claims}
        open_claims = [claim for claim in claims if held[claim.key] is None]
        drawings = [claim.drawing for claim in open_claims]
        left = _left({budget for drawing in drawings for budget in drawing.parts})
        amounts = granted(drawings, left, when_short, partial)
        served = [
            (_row(claim, fen), drawing)
            for claim, drawing, fen in zip(open_claims, drawings, amounts, strict=True)
            if fen
        ]
        Reservation.objects.bulk_create(row for row, _ in served)
        if served:
            _set_aside(acting, log, served)
        held.update({row.key: row for row, _ in served})
    return [held[claim.key] for claim in claims]


def would_get(
    claims: Sequence[Claim], when_short: WhenShort = "queue", partial: bool = False
) -> list[int]:
    """What `reserve_in_order` would give each of `claims` now, in 分; nothing is set aside."""
    drawings = [claim.drawing for claim in claims]
    budgets = {budget for drawing in drawings for budget in drawing.parts}
    left = {row.pk: row.left_fen for row in Budget.objects.filter(pk__in=budgets)}
    return granted(drawings, left, when_short, partial)


def _left(budgets: Iterable[int]) -> dict[int, int]:
    """What is left of each budget, locked in the order of their keys until the transaction ends."""
    rows = Budget.objects.filter(pk__in=budgets).order_by("pk").select_for_update()
    return {row.pk: row.left_fen for row in rows}


def locked(reservation: Reservation) -> Reservation:
    """The reservation as it stands, locked until the transaction ends."""
    return Reservation.objects.select_for_update().get(pk=reservation.pk)


def commit(acting: Acting, reservation: Reservation) -> Reservation:
    """Approve what is set aside: it becomes an obligation. Once; again it changes nothing.

    Where the enterprise has an account, the payment orders are made at once. Raises WrongState,
    NotAllowed.
    """
    _may_handle(acting, reservation)
    with writing(acting) as log:
        row = locked(reservation)
        if row.state == ReservationState.COMMITTED:
            return row
        row.state = RESERVATION.move(row.state, "commit", acting)
        row.save(update_fields=["state"])
        transfers = moves(shares_of(row), Account.RESERVED, Account.COMMITTED)
        orders = order_reserved([row])
        record(acting, [_entry("commit", EntryKind.COMMIT, transfers, row)])
        log.note("money.committed", row, claim=row.claim_reference, orders=len(orders))
    return row


def shares_of(reservation: Reservation) -> list[tuple[int, int]]:
    """(budget's key, 分) of each share, in the order of the keys."""
    return list(reservation.shares.order_by("budget").values_list("budget", "amount_fen"))


def _entry(name: str, kind: EntryKind, transfers: Sequence[object], row: Reservation) -> Entry:
    return Entry(f"{name}:{row.key}", kind, transfers, row, row.claim_reference)  # type: ignore[arg-type]


def _may_handle(acting: Acting, reservation: Reservation) -> None:
    if acting.is_platform:
        return
    if not access_enterprises(acting).filter(pk=reservation.enterprise_id).exists():
        raise NotHere(what="预留资金")


def release(acting: Acting, reservation: Reservation, reason: str) -> Reservation:
    """Give back what is set aside or approved and not yet with the bank. Once.

    Raises WrongState where an order is in a batch, with the bank or paid; NotAllowed.
    """
    _may_handle(acting, reservation)
    with writing(acting) as log:
        row = locked(reservation)
        if row.state == ReservationState.RELEASED:
            return row
        source = Account(row.state)
        row.state = RESERVATION.move(row.state, "release", acting)
        row.save(update_fields=["state"])
        held = _cancelled(acting, row)
        transfers = [
            each
            for budget, fen in shares_of(row)
            if (account := held.get(budget, source))
            for each in moves([(budget, fen)], account, Account.AVAILABLE)
        ]
        if transfers:
            record(acting, [_entry("release", EntryKind.RELEASE, transfers, row)])
        log.note("money.released", row, claim=row.claim_reference, reason=reason)
    return row


def _cancelled(acting: Acting, reservation: Reservation) -> dict[int, Account | None]:
    """Cancel the orders; by budget where the money is that the bank returned.

    None where an order was given up before: its money went back to the budget then.
    """
    held: dict[int, Account | None] = {}
    orders = PaymentOrder.objects.filter(reservation=reservation).select_for_update()
    for order in orders.exclude(state=OrderState.REPLACED).order_by("pk"):
        if order.state == OrderState.CANCELLED:
            held[order.budget_id] = None
            continue
        if order.state == OrderState.RETURNED:
            held[order.budget_id] = Account.RETURNED
        order.state = ORDER.move(order.state, "cancel", acting)
        order.save(update_fields=["state"])
    return held
