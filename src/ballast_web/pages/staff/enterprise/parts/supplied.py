"""Facts that the enterprise supplied, to be confirmed or refused; objections, to be answered."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises import services
from ballast_web.enterprises.access import access_objections, access_supplied
from ballast_web.enterprises.inputs import shown
from ballast_web.enterprises.models import Objection, Supplied
from ballast_web.enterprises.states import KEEPERS
from ballast_web.enterprises.values import read
from ballast_web.errors import NotHere
from ballast_web.kernel.models import Organisation
from ballast_web.pages.page import Request

TITLE, ORDER = _("填报与异议"), 20


def context(request: Request, enterprise: Organisation) -> dict[str, Any]:
    """What was supplied and objected to, the newest first."""
    supplied = access_supplied(request.acting).filter(enterprise=enterprise)
    objections = access_objections(request.acting).filter(enterprise=enterprise)
    return {
        "supplied": [_told(each) for each in supplied.select_related("by").order_by("-pk")[:50]],
        "objections": objections.select_related("by").order_by("-pk")[:50],
        "decides": request.acting.role in KEEPERS,
    }


def _told(supplied: Supplied) -> dict[str, Any]:
    entity = vocabulary().entities.get(supplied.table)
    fact = entity.facts.get(supplied.name) if entity else None
    if fact is None:
        return {"row": supplied, "label": supplied.name, "value": supplied.value, "before": ""}
    value, before = (
        shown(read(each, fact), fact, vocabulary().codelists)
        for each in (supplied.value, supplied.before)
    )
    return {"row": supplied, "label": fact.label, "value": value, "before": before}


def post(request: Request, enterprise: Organisation) -> None:
    """Decide one of them."""
    move, text = request.POST.get("move", ""), request.POST.get("text", "")
    if move in ("confirm", "refuse"):
        rows = access_supplied(request.acting).filter(enterprise=enterprise)
        services.decide(request.acting, _one(rows, request), move, text)
    elif move in ("uphold", "reject"):
        objections = access_objections(request.acting).filter(enterprise=enterprise)
        services.answer(request.acting, _one(objections, request), move, text)
    else:
        raise NotHere(what="这项办理")


def _one(rows: Any, request: Request) -> Any:
    key = request.POST.get("key", "")
    found: Supplied | Objection | None = rows.filter(pk=key if key.isdecimal() else 0).first()
    if found is None:
        raise NotHere(what="这条记录")
    return found
