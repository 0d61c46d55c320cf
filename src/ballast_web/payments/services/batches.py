"""Batches: prepared by one person, released by another, sent to the bank once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.payments import channels
from ballast_web.payments.access import must_hold
from ballast_web.payments.errors import BankRefused, ContentChanged, KeyReused, NothingToPay
from ballast_web.payments.ledger import Entry, moves, record
from ballast_web.payments.models import Batch, PaymentOrder, Reservation
from ballast_web.payments.models.ledger import Account, EntryKind
from ballast_web.payments.services.accounts import order_reserved
from ballast_web.payments.services.budgets import another, person_of
from ballast_web.payments.states import (
    BATCH,
    MAKERS,
    ORDER,
    BatchState,
    OrderState,
    ReservationState,
)

#: A batch is released in one transaction that others wait for; more orders make another batch.
MOST_ORDERS = 500


def prepare_batch(
    acting: Acting,
    purse: Organisation,
    orders: Sequence[int] | None,
    channel: str,
    key: str,
) -> Batch:
    """Put payment orders (by key; None is every one that is ready) of one purse into a batch.

    Raises NothingToPay, BadValue, WrongState, KeyReused, NotAllowed, PersonNeeded.
    """
    acting.must_be(MAKERS, "编制拨付批次")
    must_hold(acting, purse, "编制拨付批次")
    person = person_of(acting, "编制拨付批次")
    if channel not in channels.found():
        raise BadValue(field="渠道", given=channel, allowed="、".join(channels.found()))
    with writing(acting) as log:
        standing = Batch.objects.filter(key=key).first()
        if standing:
            return _same(standing, purse, channel)
        chosen = _chosen(purse, orders)
        batch = Batch.objects.create(
            number=_number(key),
            key=key,
            purse=purse,
            channel=channel,
            orders_count=len(chosen),
            total_fen=sum(order.amount_fen for order in chosen),
            digest=digest(chosen),
            prepared_by=person,
        )
        _move(acting, chosen, "batch", batch)
        log.note("batch.prepared", batch, fen=batch.total_fen, orders=batch.orders_count)
    return batch


def _number(key: str) -> str:
    return f"PC{today():%Y%m%d}{hashlib.sha256(key.encode()).hexdigest()[:10].upper()}"


def _same(standing: Batch, purse: Organisation, channel: str) -> Batch:
    if (standing.purse_id, standing.channel) != (purse.pk, channel):
        raise KeyReused(key=standing.key, existing=standing.number)
    return standing


def _chosen(purse: Organisation, orders: Sequence[int] | None) -> list[PaymentOrder]:
    """The orders, locked. Of those named, each must be ready and of this purse."""
    rows = PaymentOrder.objects.filter(budget__purse=purse).order_by("pk")
    if orders is None:
        _order_forgotten(purse)
        rows = rows.filter(state=OrderState.READY)[:MOST_ORDERS]
    else:
        rows = rows.filter(pk__in=orders)
    chosen = list(rows.select_for_update(of=("self",)))
    if not chosen or (orders is not None and len(chosen) < len(set(orders))):
        raise NothingToPay
    if len(chosen) > MOST_ORDERS:
        allowed = f"不超过{MOST_ORDERS}笔，请分批编制"
        raise BadValue(field="批次", given=f"{len(chosen)}笔", allowed=allowed)
    return chosen


def _order_forgotten(purse: Organisation) -> None:
    """Orders for approvals whose account came at the same moment, so that neither saw the other."""
    due = Reservation.objects.filter(state=ReservationState.COMMITTED, orders=None)
    held = due.filter(shares__budget__purse=purse).order_by("pk")
    order_reserved(held.select_for_update(of=("self",)))


def digest(orders: Iterable[PaymentOrder]) -> str:
    """The hash of what goes to whom: number, account, holder, amount of each order, in order."""
    lines = (
        f"{order.number}|{order.account_number}|{order.holder}|{order.bank_code}|{order.amount_fen}"
        for order in sorted(orders, key=lambda order: order.pk)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _move(acting: Acting, orders: Sequence[PaymentOrder], name: str, batch: Batch | None) -> None:
    for order in orders:
        order.state = ORDER.move(order.state, name, acting)
        order.batch = batch
    PaymentOrder.objects.bulk_update(orders, ["state", "batch"])


def locked_batch(batch: Batch) -> Batch:
    """The batch as it stands, locked until the transaction ends."""
    return Batch.objects.select_for_update(of=("self",)).select_related("purse").get(pk=batch.pk)


def _orders_of(batch: Batch) -> list[PaymentOrder]:
    rows = PaymentOrder.objects.filter(batch=batch).order_by("pk")
    return list(rows.select_related("reservation").select_for_update(of=("self",)))


def approve_batch(acting: Acting, batch: Batch) -> Batch:
    """Release a batch, as somebody else than prepared it; the worker then sends it. Once.

    Raises SamePerson, ContentChanged, WrongState, NotAllowed.
    """
    from ballast_web.payments.tasks import send_batch  # noqa: PLC0415 - tasks call services

    must_hold(acting, batch.purse, "放行拨付批次")
    with writing(acting) as log:
        row = locked_batch(batch)
        row.state = BATCH.move(row.state, "release", acting)
        row.released_by = another(acting, row.prepared_by, "放行拨付批次")
        row.save(update_fields=["state", "released_by"])
        orders = _orders_of(row)
        if digest(orders) != row.digest:
            raise ContentChanged(number=row.number)
        _move(acting, orders, "send", row)
        record(acting, [_sending(order) for order in orders])
        log.note("batch.released", row, fen=row.total_fen, digest=row.digest)
        send_batch.enqueue(row.pk)
    row.refresh_from_db()
    return row


def _sending(order: PaymentOrder) -> Entry:
    parts = [(order.budget_id, order.amount_fen)]
    transfers = moves(parts, Account.COMMITTED, Account.SENT)
    return Entry(f"send:{order.number}", EntryKind.SEND, transfers, order.reservation, order.number)


def refuse_batch(acting: Acting, batch: Batch, reason: str) -> Batch:
    """Give a batch back to whoever prepared it; its orders are ready again."""
    must_hold(acting, batch.purse, "退回拨付批次")
    with writing(acting) as log:
        row = locked_batch(batch)
        row.state = BATCH.move(row.state, "refuse", acting)
        row.trouble = reason[:400]
        row.save(update_fields=["state", "trouble"])
        _move(acting, _orders_of(row), "unbatch", None)
        log.note("batch.refused", row, reason=reason)
    return row


def send(acting: Acting, batch: Batch) -> Batch:
    """Hand a released batch to its channel; again it changes nothing.

    The channel is called outside any transaction, under the batch's number as its idempotency key.
    Raises BankRefused after noting the trouble; whoever runs it tries again.
    """
    row = Batch.objects.get(pk=batch.pk)
    if row.state != BatchState.RELEASED:
        return row
    orders = list(PaymentOrder.objects.filter(batch=row).order_by("pk"))
    try:
        sent_as = channels.found()[row.channel].deliver(row, orders)
    except BankRefused as error:
        Batch.objects.filter(pk=row.pk).update(trouble=str(error)[:400])
        raise
    with writing(acting) as log:
        row = locked_batch(batch)
        if row.state == BatchState.RELEASED:
            row.state = BATCH.move(row.state, "send", acting)
            row.sent_as, row.trouble = sent_as, ""
            row.save(update_fields=["state", "sent_as", "trouble"])
            log.note("batch.sent", row, sent_as=sent_as)
    return row
