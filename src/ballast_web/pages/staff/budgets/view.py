"""The budget board: what each purse has set apart, reserved, approved, paid, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.clock import today
from ballast_web.kernel.roles import Role
from ballast_web.pages.page import Request, Response, page
from ballast_web.payments import services, uses
from ballast_web.payments.access import access_budgets
from ballast_web.payments.amounts import fen_of
from ballast_web.payments.models import Budget, CapChange
from ballast_web.payments.states import CHECKERS, MAKERS, ChangeState

ROLES = {Role.FINANCE, Role.APPROVER, Role.AUDITOR, Role.POLICY, Role.OPERATIONS, Role.SUPERVISOR}
_FIGURES = ("cap_fen", "reserved_fen", "committed_fen", "paid_fen")


@dataclass(frozen=True)
class Bar:
    """A budget's use as parts of a hundred, one after the other: paid, approved, reserved."""

    paid: float
    committed: float
    reserved: float

    @property
    def reserved_from(self) -> float:
        """Where the reserved part begins."""
        return self.paid + self.committed


def bar_of(budget: Budget) -> Bar:
    """The bar of a budget; empty for one without money."""
    cap = budget.cap_fen or 1
    return Bar(
        round(budget.paid_fen / cap * 100, 2),
        round((budget.committed_fen - budget.paid_fen) / cap * 100, 2),
        round((budget.reserved_fen - budget.committed_fen) / cap * 100, 2),
    )


class Appropriation(forms.Form):
    """A new appropriation."""

    name = forms.CharField(label=_("预算名称"), max_length=200)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    cap = forms.CharField(label=_("金额"), help_text=_("以元计，也可写500万元、1.2亿元"))
    rules = forms.MultipleChoiceField(
        label=_("用途"), help_text=_("可选多项：整份政策，或其中的措施")
    )
    reason = forms.CharField(label=_("依据"), max_length=400, help_text=_("预算批复文号等"))
    key = forms.CharField(widget=forms.HiddenInput, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rules"].choices = uses.choices()  # type: ignore[attr-defined]
        self.fields["rules"].widget.attrs["size"] = 8


@page("staff/budgets/", title="预算", roles=ROLES, menu=60, theme="资金", icon="wallet")
def budgets(request: Request) -> Response:
    """The board; finance officers propose, others decide."""
    if request.method == "POST":
        return _done(request)
    fresh = Appropriation(initial={"year": today().year, "key": uuid4().hex})
    return _shown(request, fresh)


def _shown(request: Request, form: Appropriation, status: int = 200) -> Response:
    own = access_budgets(request.acting)
    years = list(own.order_by("-year").values_list("year", flat=True).distinct())
    year = _year(request, years)
    rows = list(own.filter(year=year).prefetch_related("scopes").order_by("purse__region", "pk"))
    pending = CapChange.objects.filter(budget__in=own, state=ChangeState.PROPOSED)
    context: dict[str, Any] = {
        "years": years,
        "year": year,
        "boards": [(row, bar_of(row), _uses(row)) for row in rows],
        "totals": _totals(own.filter(year=year)),
        "pending": pending.select_related("budget__purse", "proposed_by"),
        "form": form,
        "may_propose": request.acting.role in MAKERS,
        "may_decide": request.acting.role in CHECKERS,
    }
    response = budgets.render(request, **context)
    response.status_code = status
    return response


def _year(request: Request, years: list[int]) -> int:
    given = request.GET.get("year", "")
    if given and not (given.isdecimal() and len(given) == 4):
        raise BadValue(field="年度", given=given, allowed="四位数的年份")
    return int(given) if given else next(iter(years), today().year)


def _uses(budget: Budget) -> list[str]:
    return uses.labels(scope.rule for scope in budget.scopes.all())


def _totals(rows: Any) -> dict[str, int]:
    sums = rows.order_by().aggregate(**{name: Sum(name, default=0) for name in _FIGURES})
    return {**sums, "left_fen": sums["cap_fen"] - sums["reserved_fen"]}


def _done(request: Request) -> Response:
    if "decision" in request.POST:
        decide(request, access_budgets(request.acting))
        return redirect("staff.budgets")
    form = Appropriation(request.POST)
    if not form.is_valid():
        return _shown(request, form, 422)
    given = form.cleaned_data
    services.open_budget(
        request.acting,
        request.acting.organisation,  # type: ignore[arg-type]
        name=given["name"],
        year=given["year"],
        rules=given["rules"],
        cap_fen=fen_of(given["cap"]),
        reason=given["reason"],
        key=given["key"],
    )
    messages.success(request, "已提交，待另一人复核后生效。")
    return redirect("staff.budgets")


def decide(request: Request, own: Iterable[Budget]) -> None:
    """Decide the change that the form names, if it is of one's `own` budgets."""
    given = request.POST.get("change", "")
    rows = CapChange.objects.filter(budget__in=own).select_related("budget__purse")
    change = rows.filter(pk=given).first() if given.isdecimal() else None
    if change is None:
        raise NotHere(what="预算调整")
    approved = request.POST["decision"] == "approve"
    services.decide_cap(request.acting, change, approved)
    messages.success(request, "已复核通过，预算即时生效。" if approved else "已退回。")
