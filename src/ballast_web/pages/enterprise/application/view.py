"""One application as the enterprise follows it: what is next, supplement, withdrawal, decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from ballast_web.applications import services
from ballast_web.applications.access import access_applications, access_evidence
from ballast_web.applications.evidence import ENDINGS, allowed
from ballast_web.applications.judging import OUTCOMES
from ballast_web.applications.models import Application
from ballast_web.applications.states import MACHINE, State
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.pages.enterprise.apply.view import change_evidence
from ballast_web.pages.page import Request, page

#: What happens next, as the enterprise needs to know it.
NEXT = {
    State.DRAFT: "草稿尚未提交。",
    State.SUBMITTED: "等待主管部门受理。",
    State.SUPPLEMENT: "请按下面的通知补正，提交后继续审核；补正期间不计入办理期限。",
    State.REVIEWING: "主管部门正在审核。",
    State.RECOMMENDED: "审核拟同意，等待公示或两名审批人核准。",
    State.PUBLICISED: "正在公示，期满无异议的由两名审批人核准。",
    State.APPROVED: "已核准。",
    State.PAYABLE: "已核准，等待财政拨付。请确认已在“我的资金”登记收款账户。",
    State.PAID: "款项已拨付。",
    State.RETURNED: "银行退回了款项，请核对收款账户，财政部门将重新拨付。",
    State.CLAWED_BACK: "款项已追回。",
    State.REJECTED: "不予支持，理由见下。",
    State.WITHDRAWN: "已撤回，同一事项可以重新申报。",
}


@page("enterprise/application/<int:pk>/", title="申报详情", roles=ENTERPRISE)
def application(request: Request, pk: int) -> HttpResponse:
    """The case, and what may be done with it."""
    found = access_applications(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这份申报")
    if request.method == "POST":
        return _done(request, found)
    return application.render(request, **_shown(request, found))


def _shown(request: Request, found: Application) -> dict[str, Any]:
    judgement = found.judgements.order_by("-pk").first()
    decided = found.decided_on
    return {
        "application": found,
        "judgement": judgement,
        "outcome": OUTCOMES[judgement.verdict] if judgement else "",
        "money": found.claimed_fen is not None or found.paid_out,
        "next": NEXT[State(found.state)],
        "position": services.position(found),
        "files": access_evidence(request.acting).filter(application=found),
        "changeable": found.state in (State.DRAFT, State.SUPPLEMENT),
        "accept": ",".join(f".{ending}" for ending in ENDINGS),
        "allowed": allowed(),
        "transitions": found.transitions.select_related("organisation").order_by("-pk"),
        "moves": {move.name for move in MACHINE.open_to(found.state, request.acting)},
        "review_until": decided + timedelta(days=60) if decided else None,
    }


def _done(request: Request, found: Application) -> HttpResponse:
    action, text = request.POST.get("action", ""), request.POST.get("text", "")
    if action == "supply":
        services.supply(request.acting, found, text)
        messages.success(request, "补正已提交，办理期限恢复计算。")
    elif action == "withdraw":
        services.withdraw(request.acting, found, text)
        messages.success(request, "申报已撤回。")
    elif action in ("attach", "remove"):
        change_evidence(request, found)
    else:
        raise BadValue(field="操作", given=action, allowed="页面上的按钮")
    return redirect("enterprise.application", pk=found.pk)
