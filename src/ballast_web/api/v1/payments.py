"""Payment orders: an enterprise's own, and those of the purses in a unit's territory."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.paging import paged
from ballast_web.api.problems import READING
from ballast_web.errors import NotHere
from ballast_web.kernel.roles import ENTERPRISE, Role
from ballast_web.keys.models import Scope
from ballast_web.payments.access import access_orders
from ballast_web.payments.models import PaymentOrder
from ballast_web.payments.states import OrderState

router = Router(auth=KeyHolder(Scope.READ_PAYMENTS))
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
