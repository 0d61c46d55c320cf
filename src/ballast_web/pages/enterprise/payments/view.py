"""An enterprise's money: what was paid to it, what is on its way, the account that it goes to."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.payments import services
from ballast_web.payments.access import access_accounts, access_orders, access_reservations
from ballast_web.payments.states import AccountState, OrderState, ReservationState

COLUMNS = (
    Column("拨付单号", lambda row: row.number, "number"),
    Column("申报", lambda row: row.reservation.claim_reference),
    Column("出资", lambda row: row.budget.purse.name),
    Column("金额", lambda row: row.amount_fen, "amount_fen", "money"),
    Column("状态", lambda row: row.get_state_display(), "state"),
    Column("收款账户", lambda row: f"{row.bank_name} {row.masked}"),
    Column("到账日期", lambda row: row.settled_on, "settled_on", "day"),
    Column("说明", lambda row: row.note),
)


class Account(forms.Form):
    """An account of the enterprise itself."""

    holder = forms.CharField(label=_("户名"), max_length=200, help_text=_("须与企业名称一致"))
    number = forms.CharField(label=_("账号"), max_length=40)
    bank_name = forms.CharField(
        label=_("开户银行"), max_length=200, help_text=_("全称，具体到支行")
    )
    bank_code = forms.CharField(
        label=_("联行号"), max_length=12, help_text=_("12位数字，可向开户银行查询")
    )


@page("enterprise/payments/", title="我的资金", roles=ENTERPRISE, menu=28, icon="cash")
def payments(request: Request) -> Response:
    """The payments and the account."""
    acting = request.acting
    if request.method == "POST":
        return _done(request)
    rows = access_orders(acting).select_related("budget__purse")
    empty = "还没有拨付。申报核定后，资金会拨到您登记的账户。"
    listing = Listing(request, rows, COLUMNS, name="我的资金", empty=empty)
    account = access_accounts(acting).filter(state=AccountState.ACTIVE).first()
    waiting = access_reservations(acting).filter(state=ReservationState.COMMITTED, orders=None)
    paid = rows.filter(state=OrderState.PAID).order_by()
    return listing.exported() or payments.render(
        request,
        listing=listing,
        account=account,
        paid_fen=paid.aggregate(fen=Sum("amount_fen", default=0))["fen"],
        waiting_fen=waiting.order_by().aggregate(fen=Sum("amount_fen", default=0))["fen"],
        returned=rows.filter(state=OrderState.RETURNED).exists(),
        form=Account(initial={"holder": acting.organisation}),
    )


def _done(request: Request) -> Response:
    names = ("holder", "number", "bank_name", "bank_code")
    given = {name: request.POST.get(name, "") for name in names}
    assert request.acting.organisation is not None  # noqa: S101 - an enterprise acts
    services.add_account(request.acting, request.acting.organisation, **given)
    messages.success(request, "账户已登记，此后的资金拨到该账户。")
    return redirect("enterprise.payments")
