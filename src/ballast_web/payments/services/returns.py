"""Payments that the bank gave back: paid anew to the account in use, or given up."""

from __future__ import annotations

from ballast_web.kernel.acting import Acting
from ballast_web.kernel.writes import writing
from ballast_web.payments.access import must_hold
from ballast_web.payments.errors import NoAccount
from ballast_web.payments.ledger import Entry, moves, record
from ballast_web.payments.models import BankAccount, PaymentOrder, ReservationShare
from ballast_web.payments.models.ledger import Account, EntryKind
from ballast_web.payments.services.accounts import ordered
from ballast_web.payments.states import MAKERS, ORDER, AccountState, OrderState


def locked_order(order: PaymentOrder) -> PaymentOrder:
    """The order as it stands, locked until the transaction ends."""
    rows = PaymentOrder.objects.select_for_update(of=("self",))
    return rows.select_related("reservation", "enterprise", "budget__purse").get(pk=order.pk)


def reissue(acting: Acting, order: PaymentOrder) -> PaymentOrder:
    """A new order in place of one that came back, to the account in use now. Once.

    Gives the new order. Raises NoAccount, WrongState, NotAllowed.
    """
    must_hold(acting, order.budget.purse, "重新拨付")
    with writing(acting) as log:
        row = locked_order(order)
        if row.state == OrderState.REPLACED:
            return _after(row)
        row.state = ORDER.move(row.state, "reissue", acting)
        row.save(update_fields=["state"])
        new = _anew(row)
        record(acting, [_entry("reissue", EntryKind.REISSUE, row, Account.COMMITTED)])
        log.note("order.reissued", new, instead_of=row.number, fen=row.amount_fen)
    return new


def _after(order: PaymentOrder) -> PaymentOrder:
    same = PaymentOrder.objects.filter(reservation=order.reservation, budget=order.budget_id)
    return same.get(attempt=order.attempt + 1)


def _anew(order: PaymentOrder) -> PaymentOrder:
    account = BankAccount.objects.filter(
        enterprise=order.enterprise, state=AccountState.ACTIVE
    ).first()
    if account is None:
        raise NoAccount(enterprise=order.enterprise)
    share = ReservationShare.objects.get(reservation=order.reservation, budget=order.budget_id)
    new = ordered(share, order.reservation, account, order.attempt + 1)
    new.save()
    return new


def _entry(name: str, kind: EntryKind, order: PaymentOrder, target: Account) -> Entry:
    transfers = moves([(order.budget_id, order.amount_fen)], Account.RETURNED, target)
    return Entry(f"{name}:{order.number}", kind, transfers, order.reservation, order.number)


def cancel_returned(acting: Acting, order: PaymentOrder, reason: str) -> PaymentOrder:
    """Give up a payment that came back; its money may be reserved anew. Once.

    Raises WrongState, NotAllowed.
    """
    acting.must_be(MAKERS, "撤销拨付单")
    must_hold(acting, order.budget.purse, "撤销拨付单")
    with writing(acting) as log:
        row = locked_order(order)
        if row.state == OrderState.CANCELLED:
            return row
        came_back = row.state == OrderState.RETURNED
        row.state = ORDER.move(row.state, "cancel", acting)
        row.note = reason[:400]
        row.save(update_fields=["state", "note"])
        source = Account.RETURNED if came_back else Account.COMMITTED
        transfers = moves([(row.budget_id, row.amount_fen)], source, Account.AVAILABLE)
        entry = Entry(
            f"cancel:{row.number}", EntryKind.RELEASE, transfers, row.reservation, row.number
        )
        record(acting, [entry])
        log.note("order.cancelled", row, reason=reason)
    return row
