"""Why a rule says what it says: each condition with values, limits, clause; ask for a person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ballast_web.catalogue import library
from ballast_web.enterprises import services
from ballast_web.enterprises.access import access_objections, enterprise_of
from ballast_web.enterprises.telling import facts_behind, verdict_told
from ballast_web.enterprises.verdicts import explained
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.pages.page import Request, page


@page(
    "my/policies/<str:issuer>/<str:document>/<str:name>/<path:key>/",
    title="为什么这样判定",
    roles=ENTERPRISE,
)
def measure(request: Request, issuer: str, document: str, name: str, key: str) -> HttpResponse:
    """The explanation; its form asks that a person review it."""
    enterprise, rule = enterprise_of(request.acting), f"{issuer}/{document}/{name}"
    explanation = explained(enterprise, rule, key)
    if request.method == "POST":
        said = f"{explanation.rule.label}：{verdict_told(explanation.verdict)}"
        text = request.POST.get("text", "")
        services.ask_review(request.acting, enterprise, rule, key, said, text)
        messages.success(request, _("已提交人工复核申请，处理结果在“企业信息”页查看。"))
        return redirect(request.path)
    return measure.render(
        request,
        explanation=explanation,
        enterprise=enterprise,
        issuer=issuer,
        document=document,
        facts=facts_behind(explanation, enterprise),
        version=library.current().version,
        reviews=access_objections(request.acting).filter(rule=rule, key=key).order_by("-at"),
    )
