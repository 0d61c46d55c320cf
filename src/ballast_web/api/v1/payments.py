"""Payment orders: an enterprise's own, and those of the purses in a unit's territory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Body, Router, Schema
from pydantic import Field, StringConstraints

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.paging import paged
from ballast_web.api.problems import READING, WRITING
from ballast_web.api.reading import Given, Name, Text
from ballast_web.api.signed import must_be_signed
from ballast_web.errors import NotHere
from ballast_web.kernel.roles import ENTERPRISE, Role
from ballast_web.kernel.writes import writing
from ballast_web.keys.models import Scope
from ballast_web.payments.access import access_orders, access_purses
from ballast_web.payments.models import PaymentOrder
from ballast_web.payments.receipt_files import Line
from ballast_web.payments.services import report
from ballast_web.payments.services.receipts import MOST_LINES
from ballast_web.payments.states import MAKERS, OrderState

router = Router(auth=KeyHolder(Scope.READ_PAYMENTS))
Serial = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=64)]
#: Who sees payments of others, as on the pages.
READERS = frozenset({Role.FINANCE, Role.APPROVER, Role.AUDITOR, Role.SUPERVISOR})


class PaymentOut(Schema):
    """An order to pay `amount_fen` (分) of the claim to an account, whose number is masked."""

    number: str
    claim: str
    enterprise: str
    purse: str
    amount_fen: int
    attempt: int
    state: str
    account: str
    bank_name: str
    ordered_at: datetime
    settled_on: date | None
    note: str


class Payments(Schema):
    """A page of orders; `next` is the cursor of what follows, null at the end."""

    items: list[PaymentOut]
    next: str | None


class BankLine(Given):
    """What became of one payment: `reference` is our order's number, `amount_fen` its 分."""

    reference: Name
    amount_fen: Annotated[int, Field(gt=0, le=10**15)]
    outcome: Literal["paid", "returned"]
    serial: Serial = ""
    note: Text = ""


class BankReceipt(Given):
    """What the bank reports to `payer`, the unit's code as the batch named it."""

    payer: Name
    payments: Annotated[list[BankLine], Field(min_length=1, max_length=MOST_LINES)]


class BankLineOut(Schema):
    """What was done with a line: entered, known already, or not matched and why."""

    reference: str
    fate: str
    reason: str


class BankReceiptOut(Schema):
    """The receipt as it stands in the books."""

    receipt: int
    payments: list[BankLineOut]


@router.get("", response={200: Payments, **READING}, summary="拨付单清单")
def payments(
    request: ApiRequest,
    cursor: str = "",
    limit: int = 50,
    state: OrderState | None = None,
    claim: str = "",
) -> dict[str, Any]:
    """The orders that one may see, by state and by the application's number."""
    rows = _seen(request)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(reservation__claim_reference=claim) if claim else rows
    return paged(rows, cursor, limit, _told)


@router.post(
    "/receipts",
    response={200: BankReceiptOut, **WRITING},
    summary="报送银行回单",
    auth=KeyHolder(Scope.WRITE_BANK_RECEIPTS),
)
def receipts(request: ApiRequest, given: Body[BankReceipt]) -> dict[str, Any]:
    """For the bank's interface: signed under the secret that signs what is sent to it.

    The key is one of a finance officer of the unit that pays. The same report is entered once.
    """
    request.acting.must_be(MAKERS, "报送银行回单")
    purse = access_purses(request.acting).filter(code=given.payer).first()
    if purse is None:
        raise NotHere(what="这个出资单位")
    with writing(request.acting):
        must_be_signed(request, settings.BALLAST_BANK_SECRET)
        digest = hashlib.sha256(request.body).hexdigest()
        found = report(request.acting, purse, digest, list(_lines(given)))
    lines = found.lines.order_by("line").values("reference", "fate", "reason")
    return {"receipt": found.pk, "payments": list(lines)}


def _lines(given: BankReceipt) -> Iterator[Line]:
    for number, each in enumerate(given.payments, 1):
        amount = f"{each.amount_fen // 100}.{each.amount_fen % 100:02d}"
        yield Line(number, each.reference, amount, each.outcome, each.serial, each.note)


@router.get("/{number}", response={200: PaymentOut, **READING}, summary="一张拨付单")
def payment(request: ApiRequest, number: str) -> dict[str, Any]:
    """One order by its number."""
    found = _seen(request).filter(number=number).first()
    if found is None:
        raise NotHere(what="这张拨付单")
    return _told(found)


def _seen(request: ApiRequest) -> Any:
    request.acting.must_be(READERS | ENTERPRISE, "查阅兑付")
    return access_orders(request.acting).select_related("budget__purse")


def _told(order: PaymentOrder) -> dict[str, Any]:
    return {
        "number": order.number,
        "claim": order.reservation.claim_reference,
        "enterprise": order.enterprise.code,
        "purse": order.budget.purse.name,
        "amount_fen": order.amount_fen,
        "attempt": order.attempt,
        "state": order.state,
        "account": order.masked,
        "bank_name": order.bank_name,
        "ordered_at": order.made_at,
        "settled_on": order.settled_on,
        "note": order.note,
    }
