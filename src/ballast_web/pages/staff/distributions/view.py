"""Money shared out by proration: groups that wait for it, proposals, what was carried out."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast_web.applications import services
from ballast_web.applications.access import access_distributions
from ballast_web.applications.models import Distribution
from ballast_web.applications.services import distribution as sharing
from ballast_web.applications.states import APPROVERS, OFFICERS, READERS
from ballast_web.kernel.acting import Acting
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page


@dataclass(frozen=True)
class Pool:
    """A measure whose applications wait: how many, for how much, and what is in the way."""

    rule: str
    label: str
    number: int
    claimed_fen: int
    hindrance: str


def _leads_to(row: Distribution) -> str:
    return reverse("staff.distribution", kwargs={"pk": row.pk})


EXACT = "components/application/exact.html"
COLUMNS = (
    Column("措施", lambda row: row.label, "label", link=_leads_to),
    Column("编制单位", lambda row: row.unit.name, "unit__name"),
    Column("状态", lambda row: row.get_state_display(), "state"),
    Column("核准金额合计", lambda row: row.claimed_fen, "claimed_fen", "money", template=EXACT),
    Column("分配金额合计", lambda row: row.granted_fen, "granted_fen", "money", template=EXACT),
    Column("编制", lambda row: row.proposed_by.name),
    Column("复核", lambda row: row.decided_by.name if row.decided_by else ""),
    Column("编制时间", lambda row: row.proposed_at, "proposed_at", "moment"),
)


@page(
    "staff/distributions/", title="资金分配", roles=READERS, menu=46, theme="资金", icon="chart-pie"
)
def distributions(request: Request) -> Response:
    """What waits and what was done; an officer proposes."""
    if request.method == "POST":
        made = services.propose_distribution(request.acting, request.POST.get("rule", ""))
        messages.success(request, _("分配方案已编制，待另一名审批人复核。"))
        return redirect("staff.distribution", pk=made.pk)
    rows = access_distributions(request.acting).order_by("-pk")
    empty = _("还没有分配方案。资金按比例分配的措施，申报截止并全部办结后，在本页编制分配方案。")
    listing = Listing(request, rows, COLUMNS, None, _("资金分配方案"), empty)
    return listing.exported() or distributions.render(
        request,
        listing=listing,
        pools=_pools(request.acting),
        may_propose=request.acting.role in OFFICERS | APPROVERS,
    )


def _pools(acting: Acting) -> list[Pool]:
    found = []
    for rule in sharing.pools(acting):
        waiting = sharing.pool(acting, rule)
        claimed = sum(each.amount_fen or 0 for each in waiting)
        why = sharing.hindrance(acting, rule)
        found.append(Pool(rule, waiting[0].label, len(waiting), claimed, why))
    return found
