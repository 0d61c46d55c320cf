"""The bank's receipts: each line matched by our reference, money moved once, the rest listed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction

from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.payments.access import must_hold
from ballast_web.payments.amounts import fen_of
from ballast_web.payments.ledger import Entry, moves, record
from ballast_web.payments.models import Batch, PaymentOrder, Receipt, ReceiptLine
from ballast_web.payments.models.ledger import Account, EntryKind
from ballast_web.payments.models.receipts import Fate, Outcome
from ballast_web.payments.receipt_files import Line, read
from ballast_web.payments.signals import paid, returned
from ballast_web.payments.states import (
    BATCH,
    MAKERS,
    ORDER,
    BatchState,
    ClawbackState,
    OrderState,
)

MOST_LINES = 2000
_WORDS = {
    **dict.fromkeys(("成功", "已到账", "交易成功", "paid"), Outcome.PAID),
    **dict.fromkeys(("退回", "退汇", "失败", "交易失败", "returned"), Outcome.RETURNED),
}
#: What a line means for an order in each state; what stands in neither table is not matched.
_APPLIES = {
    (OrderState.SENT, Outcome.PAID),
    (OrderState.SENT, Outcome.RETURNED),
    (OrderState.PAID, Outcome.RETURNED),
}
_REPEATS = {
    (OrderState.PAID, Outcome.PAID),
    (OrderState.RETURNED, Outcome.RETURNED),
    (OrderState.REPLACED, Outcome.RETURNED),
}


@dataclass
class _Import:
    """One file on its way into the books: its orders as they change, its entries so far."""

    acting: Acting
    receipt: Receipt
    orders: dict[str, PaymentOrder]
    entries: list[Entry]
    changed: dict[str, Outcome]


def import_receipt(acting: Acting, purse: Organisation, path: Path, name: str) -> Receipt:
    """Enter the bank's receipt in the file at `path` into the books; the same file only once.

    Raises ReceiptUnreadable, UnsafeFile, BadValue (too many lines), NotAllowed.
    """
    acting.must_be(MAKERS, "导入银行回单")
    must_hold(acting, purse, "导入银行回单")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    standing = Receipt.objects.filter(purse=purse, digest=digest).first()
    if standing:
        return standing
    lines = read(path)
    if len(lines) > MOST_LINES:
        allowed = f"不超过{MOST_LINES}行，请拆分文件"
        raise BadValue(field="回单", given=f"{len(lines)}行", allowed=allowed)
    return enter(acting, Receipt(purse=purse, digest=digest, name=name[:200]), lines)


def report(acting: Acting, purse: Organisation, digest: str, lines: Sequence[Line]) -> Receipt:
    """Enter what the bank's interface reports of payments that were sent to it; each report once.

    Raises BadValue, NotAllowed.
    """
    acting.must_be(MAKERS, "报送银行回单")
    must_hold(acting, purse, "报送银行回单")
    name = f"银企直连回单 {today():%Y-%m-%d}"
    return enter(acting, Receipt(purse=purse, digest=digest, name=name), lines, channel="http")


def enter(
    acting: Acting, receipt: Receipt, lines: Sequence[Line], channel: str | None = None
) -> Receipt:
    """Enter the lines of a receipt, not yet saved, into the books; gives the one that stands.

    With a `channel`, of orders alone that were sent through it.
    """
    with writing(acting) as log:
        receipt.by = acting.person
        try:
            with transaction.atomic():
                receipt.save()
        except IntegrityError:  # the same file, a moment ago
            return Receipt.objects.get(purse=receipt.purse, digest=receipt.digest)
        work = _Import(acting, receipt, _orders(receipt.purse, lines, channel), [], {})
        rows = [_entered(work, line) for line in lines]
        ReceiptLine.objects.bulk_create(rows)
        _settle(work)
        fates = [row.fate for row in rows]
        told = {fate.value: fates.count(fate) for fate in Fate}
        log.note("receipt.imported", receipt, digest=receipt.digest, **told)
    return receipt


def _orders(
    purse: Organisation, lines: Sequence[Line], channel: str | None
) -> dict[str, PaymentOrder]:
    """The orders of this purse that the lines speak of, by number, locked."""
    rows = PaymentOrder.objects.filter(budget__purse=purse)
    rows = rows.filter(batch__channel=channel) if channel else rows
    named = rows.filter(number__in={line.reference for line in lines}).order_by("pk")
    locked = named.select_related("reservation", "enterprise").select_for_update(of=("self",))
    return {order.number: order for order in locked}


def _entered(work: _Import, line: Line) -> ReceiptLine:
    order = work.orders.get(line.reference)
    outcome = _WORDS.get(line.outcome.lower())
    fate, reason = _fate(order, outcome, line)
    if order and outcome and fate == Fate.APPLIED:
        _apply(work, order, outcome, line)
    return ReceiptLine(
        receipt=work.receipt,
        line=line.number,
        reference=line.reference[:80],
        amount=line.amount[:40],
        outcome=line.outcome[:40],
        serial=line.serial[:64],
        note=line.note[:400],
        order=order,
        fate=fate,
        reason=reason,
    )


def _fate(order: PaymentOrder | None, outcome: Outcome | None, line: Line) -> tuple[Fate, str]:
    if order is None:
        return Fate.UNMATCHED, "没有这个拨付单号"
    if outcome is None:
        return Fate.UNMATCHED, f"结果“{line.outcome}”不认识，应为成功或退回"
    if _fen(line.amount) != order.amount_fen:
        return Fate.UNMATCHED, "金额与拨付单不符"
    if (order.state, outcome) in _REPEATS:
        return Fate.REPEATED, ""
    reason = _hindrance(order, outcome)
    return (Fate.UNMATCHED, reason) if reason else (Fate.APPLIED, "")


def _hindrance(order: PaymentOrder, outcome: Outcome) -> str:
    """Why the order's state lets the bank's word move no money; empty where it does."""
    if (order.state, outcome) not in _APPLIES:
        return f"拨付单处于“{order.get_state_display()}”，与该结果不符"
    recovered = order.clawbacks.filter(state=ClawbackState.RECOVERED).exists()
    return "该笔资金已追回" if recovered else ""


def _fen(amount: str) -> int | None:
    """An amount in yuan as 分; None for what is none."""
    try:
        return fen_of(amount)
    except BadValue:
        return None


def _apply(work: _Import, order: PaymentOrder, outcome: Outcome, line: Line) -> None:
    source = Account.SENT if order.state == OrderState.SENT else Account.PAID
    settles = outcome == Outcome.PAID
    order.state = ORDER.move(order.state, "settle" if settles else "return", work.acting)
    order.bank_serial = line.serial[:64] or order.bank_serial
    order.note = line.note[:400] or order.note
    order.settled_on = today() if settles else None
    name, kind, target = (
        ("settle", EntryKind.SETTLE, Account.PAID)
        if settles
        else ("return", EntryKind.RETURN, Account.RETURNED)
    )
    transfers = moves([(order.budget_id, order.amount_fen)], source, target)
    memo = f"{order.number} {line.note}".strip()
    work.entries.append(Entry(f"{name}:{order.number}", kind, transfers, order.reservation, memo))
    work.changed[order.number] = outcome


def _settle(work: _Import) -> None:
    """Write the orders, close batches, tell the apps above, and last of all the ledger."""
    orders = [work.orders[number] for number in work.changed]
    fields = ["state", "bank_serial", "note", "settled_on"]
    PaymentOrder.objects.bulk_update(orders, fields)
    _close_batches(work.acting, {order.batch_id for order in orders if order.batch_id})
    for order in orders:
        _tell(work.acting, order, work.changed[order.number])
    if work.entries:
        record(work.acting, work.entries)


def _close_batches(acting: Acting, batches: set[int]) -> None:
    rows = Batch.objects.filter(pk__in=batches, state=BatchState.SENT).order_by("pk")
    for batch in rows.exclude(orders__state=OrderState.SENT).select_for_update(of=("self",)):
        batch.state = BATCH.move(batch.state, "settle", acting)
        batch.save(update_fields=["state"])


def _tell(acting: Acting, order: PaymentOrder, outcome: Outcome) -> None:
    live = PaymentOrder.objects.filter(reservation=order.reservation).exclude(
        state__in=[OrderState.REPLACED, OrderState.CANCELLED]
    )
    told = {
        "acting": acting,
        "order": order,
        "claim_reference": order.reservation.claim_reference,
        "enterprise": order.enterprise,
        "amount_fen": order.amount_fen,
    }
    if outcome == Outcome.PAID:
        complete = not live.exclude(state=OrderState.PAID).exists()
        paid.send(PaymentOrder, complete=complete, **told)
    else:
        returned.send(PaymentOrder, **told)
