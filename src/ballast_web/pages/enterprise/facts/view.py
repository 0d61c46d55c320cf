"""企业信息: every fact with its source and date; correct it, or object to it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises import services
from ballast_web.enterprises.access import access_objections, enterprise_of
from ballast_web.enterprises.board import Question
from ballast_web.enterprises.inputs import fact_of, suppliable
from ballast_web.enterprises.services import Cell
from ballast_web.enterprises.telling import facts_told
from ballast_web.errors import BadValue, PlatformError
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.pages.page import Request, page


@page("my/facts/", title="企业信息", roles=ENTERPRISE, menu=30, icon="building")
def facts(request: Request) -> HttpResponse:
    """The facts by table, and what was objected to; `?edit=` opens one of them."""
    wrong: dict[str, Any] = {}
    if request.method == "POST":
        try:
            messages.success(request, _DOES[request.POST.get("do", "supply")](request))
            return redirect(facts.name)
        except BadValue as error:
            wrong = {"error": error, "given": request.POST.get("value", "")}
    enterprise = enterprise_of(request.acting)
    return facts.render(
        request,
        enterprise=enterprise,
        tables=_tables(request.acting),
        addable=_addable(request),
        objections=access_objections(request.acting).order_by("-at"),
        **_edited(request),
        **wrong,
    )


def _tables(acting: Acting) -> list[dict[str, Any]]:
    """The rows of each table, each with its facts; the known before the unknown."""
    told, entities = facts_told(enterprise_of(acting)), vocabulary().entities
    found: dict[str, list[dict[str, Any]]] = {}
    for (table, key), cells in groupby(told, key=lambda each: each.cell[:2]):
        own = suppliable(entities[table])
        shown = [each for each in cells if each.cell[2] in own]
        known = [each for each in shown if each.source]
        row = {"key": key, "known": known, "open": [e for e in shown if not e.source]}
        found.setdefault(table, []).append(row)
    return [{"name": t, "label": entities[t].label, "rows": rows} for t, rows in found.items()]


def _edited(request: Request) -> dict[str, Any]:
    """The fact that is being corrected or objected to."""
    cell = _cell(request, request.POST if request.method == "POST" else request.GET)
    if not cell.name or request.POST.get("do") == "add":
        return {}
    fact = fact_of(vocabulary(), cell.table, cell.name)
    return {"edited": Question(cell.table, cell.key, cell.name, fact)}


def _cell(_request: Request, given: Any) -> Cell:
    return Cell(*(given.get(name, "") for name in ("table", "key", "name")))


def _supply(request: Request) -> str:
    enterprise, cell = enterprise_of(request.acting), _cell(request, request.POST)
    text, note = request.POST.get("value", ""), request.POST.get("note", "")
    services.supply(request.acting, enterprise, cell, text, note)
    return _("已更正，政策判定已按新内容更新；主管部门会核实。")


def _object(request: Request) -> str:
    enterprise, cell = enterprise_of(request.acting), _cell(request, request.POST)
    services.object_to_fact(request.acting, enterprise, cell, request.POST.get("text", ""))
    return _("异议已提交，主管部门答复后显示在本页。")


def _withdraw(request: Request) -> str:
    key = request.POST.get("objection", "")
    found = access_objections(request.acting).filter(pk=key if key.isdecimal() else 0).first()
    if found is None:
        raise PlatformError
    services.answer(request.acting, found, "withdraw", "")
    return _("异议已撤回。")


def _add(request: Request) -> str:
    table = request.POST.get("table", "")
    names = suppliable(vocabulary().entities[table]) if table in vocabulary().entities else []
    texts = {name: request.POST.get(f"fact-{name}", "") for name in names}
    enterprise, key = enterprise_of(request.acting), request.POST.get("key", "")
    services.supply_row(request.acting, enterprise, table, key, texts)
    return _("记录已添加，政策判定已更新；主管部门会核实。")


_DOES = {"supply": _supply, "object": _object, "withdraw": _withdraw, "add": _add}


def _addable(request: Request) -> dict[str, Any]:
    """The tables to which a row can be added, and the form of the one chosen by `?add=`."""
    entities = vocabulary().entities
    owned = [(name, entity.label) for name, entity in entities.items() if entity.owner]
    chosen = request.POST.get("table") if request.POST.get("do") == "add" else None
    chosen = chosen or request.GET.get("add", "")
    entity = entities.get(chosen)
    if entity is None or entity.owner is None:
        return {"tables": owned}
    questions = [
        (Question(chosen, "", name, entity.facts[name]), request.POST.get(f"fact-{name}", ""))
        for name in suppliable(entity)
    ]
    key = Question(chosen, "", entity.key, entity.facts[entity.key])
    return {"tables": owned, "chosen": chosen, "label": entity.label, "of": questions, "id": key}
