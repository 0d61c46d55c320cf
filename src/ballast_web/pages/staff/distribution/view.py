"""One distribution: what each application gets; another person carries it out or gives it back."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast_web.applications import services
from ballast_web.applications.access import access_distributions
from ballast_web.applications.models import Distribution, Portion
from ballast_web.applications.states import APPROVERS, READERS, DistributionState
from ballast_web.errors import BadValue, NotHere
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page


def _leads_to(row: Portion) -> str:
    return reverse("staff.application", kwargs={"pk": row.application_id})


EXACT = "components/application/exact.html"
COLUMNS = (
    Column("编号", lambda row: row.application.number, "application_id", link=_leads_to),
    Column("企业", lambda row: row.application.enterprise.name, "application__enterprise__name"),
    Column("核准金额", lambda row: row.claimed_fen, "claimed_fen", "money", template=EXACT),
    Column("分配金额", lambda row: row.granted_fen, "granted_fen", "money", template=EXACT),
)


@page("staff/distributions/<int:pk>/", title="资金分配方案", roles=READERS)
def distribution(request: Request, pk: int) -> Response:
    """The proposal, its parts and its sums."""
    found = access_distributions(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这份分配方案")
    if request.method == "POST":
        _done(request, found)
        return redirect("staff.distribution", pk=pk)
    rows = found.portions.select_related("application__enterprise").order_by("pk")
    listing = Listing(request, rows, COLUMNS, None, _("分配明细"), _("没有明细。"))
    return listing.exported() or distribution.render(
        request, distribution=found, listing=listing, may_decide=_may_decide(request, found)
    )


def _may_decide(request: Request, found: Distribution) -> bool:
    acting = request.acting
    return (
        found.state == DistributionState.PROPOSED
        and acting.role in APPROVERS
        and acting.organisation == found.unit
        and acting.person != found.proposed_by
    )


def _done(request: Request, found: Distribution) -> None:
    decision = request.POST.get("decision", "")
    if decision == "carry_out":
        services.carry_out(request.acting, found)
        messages.success(request, _("已按方案核准，资金已预留，转入拨付。"))
    elif decision == "refuse":
        services.refuse_distribution(request.acting, found, request.POST.get("text", ""))
        messages.success(request, _("已退回。"))
    else:
        raise BadValue(field="操作", given=decision, allowed="页面上的按钮")
