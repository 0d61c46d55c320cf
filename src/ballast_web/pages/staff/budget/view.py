"""One budget: its figures, its changes, its journal."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ballast_web.errors import NotHere
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.budgets.view import ROLES, bar_of, decide
from ballast_web.payments import services, uses
from ballast_web.payments.access import access_budgets
from ballast_web.payments.amounts import fen_of
from ballast_web.payments.models import Budget, Posting
from ballast_web.payments.states import CHECKERS, MAKERS, BudgetState, ChangeState

COLUMNS = (
    Column("时间", lambda row: row.entry.at, "entry__at", "moment"),
    Column("业务", lambda row: row.entry.get_kind_display(), "entry__kind"),
    Column("转出", lambda row: row.get_source_display()),
    Column("转入", lambda row: row.get_target_display()),
    Column("金额", lambda row: row.amount_fen, "amount_fen", "money"),
    Column("摘要", lambda row: row.entry.memo),
    Column("经办", lambda row: row.entry.by.name if row.entry.by else "平台"),
)


class Change(forms.Form):
    """Another cap."""

    cap = forms.CharField(
        label=_("调整后预算"), help_text=_("以元计，也可写500万元；不能低于已预留")
    )
    reason = forms.CharField(label=_("依据"), max_length=400)
    key = forms.CharField(widget=forms.HiddenInput, max_length=100)


@page("staff/budget/<int:pk>/", title="预算明细", roles=ROLES)
def budget(request: Request, pk: int) -> Response:
    """The budget; changes to its cap are proposed and decided here as well."""
    found = access_budgets(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="预算")
    if request.method == "POST":
        return _done(request, found)
    rows = Posting.objects.filter(budget=found).select_related("entry__by")
    listing = Listing(request, rows, COLUMNS, name="预算明细账", empty="还没有分录。")
    return listing.exported() or _shown(request, found, listing)


def _shown(request: Request, found: Budget, listing: Listing) -> Response:
    changes = found.changes.select_related("proposed_by", "decided_by", "budget__purse")
    holds = request.acting.organisation == found.purse
    is_open = found.state == BudgetState.OPEN
    return budget.render(
        request,
        budget=found,
        bar=bar_of(found),
        scopes=uses.labels(scope.rule for scope in found.scopes.all()),
        listing=listing,
        pending=changes.filter(state=ChangeState.PROPOSED),
        decided=changes.exclude(state=ChangeState.PROPOSED),
        form=Change(initial={"key": uuid4().hex}),
        may_propose=holds and is_open and request.acting.role in MAKERS,
        may_decide=request.acting.role in CHECKERS,
        may_close=holds and is_open and request.acting.role in CHECKERS,
    )


def _done(request: Request, found: Budget) -> Response:
    if "decision" in request.POST:
        decide(request, [found])
    elif "close" in request.POST:
        services.close_year(request.acting, found, f"{found.pk}")
        messages.success(request, "已结转：未预留的资金已收回，已预留的仍可核定和拨付。")
    else:
        given = request.POST
        fen, reason = fen_of(given.get("cap", ""), "调整后预算"), given.get("reason", "")
        services.propose_cap(request.acting, found, fen, reason, given.get("key", "")[:100])
        messages.success(request, "已提交，待另一人复核后生效。")
    return redirect("staff.budget", pk=found.pk)
