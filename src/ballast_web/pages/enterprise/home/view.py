"""我的政策: what the enterprise is entitled to, what it lacks, what it is short of, and why not."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from ballast_web.applications.access import access_applications
from ballast_web.applications.states import LIVE
from ballast_web.enterprises import services
from ballast_web.enterprises.access import enterprise_of
from ballast_web.enterprises.board import Board
from ballast_web.enterprises.services import Cell
from ballast_web.enterprises.verdicts import findings
from ballast_web.errors import BadValue
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.pages.page import Request, page

#: How many of the missing facts are asked at the top of the page.
ASKED = 3


@page("my/policies/", title="我的政策", roles=ENTERPRISE, menu=20, icon="list-check")
def home(request: Request) -> HttpResponse:
    """The board; a fact that is supplied on it is judged at once."""
    wrong = _supplied(request) if request.method == "POST" else {}
    if request.method == "POST" and not wrong and not request.htmx:
        return redirect(home.name)
    template = "board.html" if request.htmx else "page.html"
    return home.render(request, template, **_board(request), **wrong)


def _board(request: Request) -> dict[str, Any]:
    enterprise = enterprise_of(request.acting)
    board = Board(findings(enterprise), enterprise.code, enterprise.region)
    live = access_applications(request.acting).filter(state__in=LIVE)
    return {
        "enterprise": enterprise,
        "board": board,
        "asked": board.questions[:ASKED],
        "applied": {" ".join(row) for row in live.values_list("rule", "key", "period")},
    }


def _supplied(request: Request) -> dict[str, Any]:
    """Supply the fact that the form gives; what is wrong with it, told at its field."""
    cell = Cell(*(request.POST.get(name, "") for name in ("table", "key", "name")))
    text = request.POST.get("value", "")
    try:
        services.supply(request.acting, enterprise_of(request.acting), cell, text)
    except BadValue as error:
        field = f"{cell.table}.{cell.name}.{cell.key}"
        return {"wrong": field, "given": text, "error": error, "place": request.POST.get("place")}
    return {}
