"""One payment order: where it goes, how far it is; paid anew, given up or asked back."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect

from ballast_web.errors import BadValue, NotHere
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.payments.view import ROLES
from ballast_web.payments import services
from ballast_web.payments.access import access_clawbacks, access_entries, access_orders
from ballast_web.payments.amounts import fen_of
from ballast_web.payments.models import BankAccount, Clawback, PaymentOrder
from ballast_web.payments.states import CHECKERS, MAKERS, AccountState, OrderState


@page("staff/payment/<int:pk>/", title="拨付单", roles=ROLES)
def payment(request: Request, pk: int) -> Response:
    """The order and its history; the account's whole number for those who pay it."""
    order = access_orders(request.acting).filter(pk=pk).first()
    if order is None:
        raise NotHere(what="拨付单")
    if request.method == "POST":
        return _done(request, order)
    holds = request.acting.organisation == order.budget.purse
    makes = holds and request.acting.role in MAKERS
    return payment.render(
        request,
        order=order,
        number=order.account_number if makes else order.masked,
        account=BankAccount.objects.filter(
            enterprise=order.enterprise, state=AccountState.ACTIVE
        ).first(),
        entries=access_entries(request.acting).filter(reservation=order.reservation),
        clawbacks=access_clawbacks(request.acting).filter(order=order),
        key=uuid4().hex,
        may_reissue=makes and order.state == OrderState.RETURNED,
        may_claw_back=makes and order.state == OrderState.PAID,
        may_confirm=holds and request.acting.role in CHECKERS,
    )


def _done(request: Request, order: PaymentOrder) -> Response:
    given = request.POST
    match given.get("action"):
        case "reissue":
            order = services.reissue(request.acting, order)
            messages.success(request, "已按企业现用账户生成新的拨付单。")
        case "cancel":
            services.cancel_returned(request.acting, order, given.get("reason", ""))
            messages.success(request, "已撤销，资金回到预算。")
        case "claw_back":
            fen, key = fen_of(given.get("amount", ""), "追缴金额"), given.get("key", "")[:100]
            services.claw_back(request.acting, order, fen, given.get("reason", ""), key)
            messages.success(request, "已登记追缴，资金缴回后由另一人确认。")
        case "confirm" | "waive":
            _decide(request, order)
        case other:
            raise BadValue(field="操作", given=str(other), allowed="本页面的按钮")
    return redirect("staff.payment", pk=order.pk)


def _decide(request: Request, order: PaymentOrder) -> None:
    given = request.POST.get("clawback", "")
    rows = access_clawbacks(request.acting).filter(order=order)
    found: Clawback | None = rows.filter(pk=given).first() if given.isdecimal() else None
    if found is None:
        raise NotHere(what="追缴")
    if request.POST["action"] == "confirm":
        services.confirm_clawback(request.acting, found)
    else:
        services.waive_clawback(request.acting, found, "撤销")
