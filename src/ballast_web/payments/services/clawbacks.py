"""Money asked back of a payment: demanded by one person, its arrival confirmed by another."""

from __future__ import annotations

from django.db.models import Sum

from ballast_web.errors import BadValue, WrongState
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.writes import writing
from ballast_web.payments.access import must_hold
from ballast_web.payments.errors import KeyReused
from ballast_web.payments.ledger import Entry, moves, record, yuan
from ballast_web.payments.models import Clawback, PaymentOrder
from ballast_web.payments.models.ledger import Account, EntryKind
from ballast_web.payments.services.budgets import another, person_of
from ballast_web.payments.services.returns import locked_order
from ballast_web.payments.signals import clawed_back
from ballast_web.payments.states import CLAWBACK, MAKERS, ClawbackState, OrderState


def claw_back(
    acting: Acting, order: PaymentOrder, amount_fen: int, reason: str, key: str
) -> Clawback:
    """Ask back `amount_fen` of a payment. With the same key only once.

    Raises BadValue for more than was paid and not yet asked back; WrongState, NotAllowed,
    KeyReused, PersonNeeded.
    """
    acting.must_be(MAKERS, "追缴资金")
    must_hold(acting, order.budget.purse, "追缴资金")
    person = person_of(acting, "追缴资金")
    with writing(acting) as log:
        row = locked_order(order)
        standing = Clawback.objects.filter(key=key).first()
        if standing:
            if (standing.order_id, standing.amount_fen) != (row.pk, amount_fen):
                raise KeyReused(key=key, existing=f"{standing.order}，{yuan(standing.amount_fen)}")
            return standing
        _may_be_asked(row, amount_fen)
        clawback = Clawback.objects.create(
            key=key, order=row, amount_fen=amount_fen, reason=reason[:400], demanded_by=person
        )
        log.note("clawback.demanded", clawback, order=row.number, fen=amount_fen, reason=reason)
    return clawback


def _may_be_asked(order: PaymentOrder, amount_fen: int) -> None:
    _must_be_paid(order)
    asked = order.clawbacks.exclude(state=ClawbackState.WAIVED).aggregate(fen=Sum("amount_fen"))
    most = order.amount_fen - (asked["fen"] or 0)
    if not 0 < amount_fen <= most:
        raise BadValue(field="追缴金额", given=yuan(amount_fen), allowed=f"0.01元至{yuan(most)}")


def _must_be_paid(order: PaymentOrder) -> None:
    if order.state != OrderState.PAID:
        raise WrongState(
            what="拨付单",
            state=order.get_state_display(),
            action="追缴",
            allowed=OrderState.PAID.label,
        )


def confirm_clawback(acting: Acting, clawback: Clawback) -> Clawback:
    """Confirm, as somebody else than asked, that the money came back. Once.

    Raises SamePerson, WrongState, NotAllowed.
    """
    must_hold(acting, clawback.order.budget.purse, "确认缴回")
    with writing(acting) as log:
        order = locked_order(clawback.order)
        row = Clawback.objects.select_for_update().get(pk=clawback.pk)
        row.state = CLAWBACK.move(row.state, "recover", acting)
        row.confirmed_by = another(acting, row.demanded_by, "确认缴回")
        row.save(update_fields=["state", "confirmed_by"])
        _must_be_paid(order)
        clawed_back.send(
            PaymentOrder,
            acting=acting,
            order=order,
            claim_reference=order.reservation.claim_reference,
            enterprise=order.enterprise,
            amount_fen=row.amount_fen,
        )
        transfers = moves([(order.budget_id, row.amount_fen)], Account.PAID, Account.CLAWED_BACK)
        key = f"claw_back:{row.key}"
        entry = Entry(key, EntryKind.CLAW_BACK, transfers, order.reservation, order.number)
        record(acting, [entry])
        log.note("clawback.recovered", row, order=order.number, fen=row.amount_fen)
    return row


def waive_clawback(acting: Acting, clawback: Clawback, reason: str) -> Clawback:
    """Ask for it no more. Raises SamePerson, WrongState, NotAllowed."""
    must_hold(acting, clawback.order.budget.purse, "撤销追缴")
    with writing(acting) as log:
        row = Clawback.objects.select_for_update().get(pk=clawback.pk)
        row.state = CLAWBACK.move(row.state, "waive", acting)
        row.confirmed_by = another(acting, row.demanded_by, "撤销追缴")
        row.save(update_fields=["state", "confirmed_by"])
        log.note("clawback.waived", row, reason=reason)
    return row
