"""One nomination: its statement and evidence, scores with reasons, the decision of two persons."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.db.models import Avg
from django.http import HttpResponse
from django.shortcuts import redirect

from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.roles import Level
from ballast_web.pages.page import Request, page
from ballast_web.scorecards import services
from ballast_web.scorecards.access import access_nominations
from ballast_web.scorecards.models import Nomination
from ballast_web.scorecards.services.nominating import SCORERS
from ballast_web.scorecards.states import CLAUSES, NOMINATIONS, VIEWERS, NominationKind
from ballast_web.supervision.states import OFFICERS

Done = Callable[[Request, Nomination, str], str]


def _changed(request: Request, found: Nomination, text: str) -> str:
    services.change(request.acting, found, text)
    return "已保存。"


def _attached(request: Request, found: Nomination, _text: str) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        raise BadValue(field="佐证材料", given="没有选择文件", allowed="一个文件")
    services.attach(request.acting, found, upload)
    return "已上传。"


def _submitted(request: Request, found: Nomination, _text: str) -> str:
    services.submit(request.acting, found)
    return "已提交，等待评分。"


def _returned(request: Request, found: Nomination, text: str) -> str:
    services.send_back(request.acting, found, text)
    return "已退回，申报单位可看到理由。"


def _scored(request: Request, found: Nomination, text: str) -> str:
    given = request.POST.get("points", "")
    try:
        points = Decimal(given)
    except InvalidOperation:
        raise BadValue(field="得分", given=given, allowed="0到100的数") from None
    services.score(request.acting, found, points, text)
    return "已评分。"


def _decided(listed: bool) -> Done:
    def decided(request: Request, found: Nomination, text: str) -> str:
        stands = services.decide(request.acting, found, listed, text)
        return "名单已确定。" if stands else "已拟定，等待另一位督查专员确认。"

    return decided


#: What a button does, by its move.
ACTIONS: dict[str, Done] = {
    "change": _changed,
    "attach": _attached,
    "submit": _submitted,
    "return": _returned,
    "score": _scored,
    "list": _decided(True),
    "leave_out": _decided(False),
}


@page("staff/nomination/<int:pk>/", title="成效明显城市申报", roles=VIEWERS)
def nomination(request: Request, pk: int) -> HttpResponse:
    """The nomination, and what whoever looks may do with it."""
    found = access_nominations(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这份申报")
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action not in ACTIONS:
            raise BadValue(field="操作", given=action, allowed="页面上的按钮")
        said = ACTIONS[action](request, found, request.POST.get("text", ""))
        messages.success(request, said)
        return redirect("staff.nomination", pk=found.pk)
    return nomination.render(request, **_shown(request, found))


def _shown(request: Request, found: Nomination) -> dict[str, Any]:
    scores = found.scores.select_related("person").order_by("pk")
    average = scores.aggregate(value=Avg("points"))["value"]
    return {
        "nomination": found,
        "clause": CLAUSES[NominationKind(found.kind)],
        "files": found.files.order_by("pk"),
        "scores": scores,
        "average": average,
        "scorers": SCORERS,
        "steps": found.steps.select_related("person").order_by("-pk"),
        "moves": _moves(request, found),
    }


def _moves(request: Request, found: Nomination) -> set[str]:
    """What whoever looks may do: the city with its draft, supervisors of the province after."""
    acting, unit = request.acting, request.acting.organisation
    assert unit is not None  # noqa: S101 - pages are for people
    mine, above = unit == found.unit, unit.level in {Level.PROVINCE, Level.NATIONAL}
    moves = {
        move.name
        for move in NOMINATIONS.open_to(found.state, acting)
        if (mine if move.roles == OFFICERS else above)
    }
    scored = set(found.scores.values_list("person", flat=True))
    if found.proposed or (acting.person and acting.person.pk in scored):
        moves.discard("score")
    if len(scored) < SCORERS or (found.proposed and found.proposed_by == acting.person):
        moves -= {"list", "leave_out"}
    return moves
