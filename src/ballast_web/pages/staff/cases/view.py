"""Typical cases among staff: proposed by units, published by somebody else."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect

from ballast_web.catalogue import library
from ballast_web.errors import BadValue, NotHere
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.tasks.view import policies
from ballast_web.scorecards import services
from ballast_web.scorecards.access import access_cases
from ballast_web.scorecards.models import PracticeCase
from ballast_web.scorecards.states import VIEWERS, CaseState
from ballast_web.supervision.states import OFFICERS, SUPERVISORS

PER_PAGE = 20


@page("staff/cases/", title="典型案例管理", roles=VIEWERS, menu=50, theme="通报评价", icon="bulb")
def cases(request: Request) -> Response:
    """What is proposed first, then what is published."""
    if request.method == "POST":
        return _done(request)
    rows = access_cases(request.acting).order_by("state", "-pk")
    paged = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return cases.render(
        request,
        results=paged,
        found=[(each, title(each), _may_publish(request, each)) for each in paged],
        may_propose=request.acting.role in OFFICERS | SUPERVISORS,
        packages=policies(),
    )


def title(case: PracticeCase) -> str:
    """What the document of a case is called; its name where the library no longer holds it."""
    held = library.current().packages.get(case.package)
    return held.policy.title if held else case.package


def _may_publish(request: Request, case: PracticeCase) -> bool:
    """Whether whoever looks could publish it now."""
    somebody_else = case.proposed_by != request.acting.person
    return case.state == CaseState.PROPOSED and request.acting.role in SUPERVISORS and somebody_else


def _done(request: Request) -> Response:
    given, action = request.POST, request.POST.get("action")
    if action == "propose":
        words = (given.get(name, "") for name in ("title", "package", "clause", "text"))
        services.propose_case(request.acting, *words)
        messages.success(request, "已提出，由督查专员复核发布。")
    elif action == "publish":
        services.publish_case(request.acting, _chosen(request))
        messages.success(request, "已发布到典型案例库。")
    else:
        raise BadValue(field="操作", given=f"{action}", allowed="页面上的按钮")
    return redirect("staff.cases")


def _chosen(request: Request) -> PracticeCase:
    key = request.POST.get("case", "")
    found = access_cases(request.acting).filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        raise NotHere(what="这个案例")
    return found
