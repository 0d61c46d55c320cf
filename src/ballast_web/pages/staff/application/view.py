"""One application as officers handle it: facts, verdict then and now, history, actions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from ballast.errors import BallastError
from ballast_web.applications import services
from ballast_web.applications.access import (
    access_applications,
    access_evidence,
    access_objections,
)
from ballast_web.applications.judging import OUTCOMES, Judged, differs, judged_again
from ballast_web.applications.models import Application
from ballast_web.applications.services.moving import clock_of, procedure
from ballast_web.applications.states import AT_WORK, MACHINE, READERS, State
from ballast_web.enterprises import services as facts
from ballast_web.enterprises.access import access_supplied
from ballast_web.enterprises.states import SuppliedState
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.pages.page import Request, page

Done = Callable[[Acting, Application, str], object]
#: What a button does, by the move or step that it stands for, with what is said once it is done.
ACTIONS: dict[str, tuple[Done, str]] = {
    "accept": (lambda acting, row, _text: services.accept(acting, row), "已受理。"),
    "request_supplement": (services.request_supplement, "已通知企业补正，办理期限暂停计算。"),
    "reject": (services.reject, "已作出不予支持的决定，企业可看到理由。"),
    "send_back": (services.send_back, "已退回重审。"),
    "publicise": (lambda acting, row, _text: services.publicise(acting, row), "已开始公示。"),
    "refuse": (services.refuse, "已作出不予核准的决定，企业可看到理由。"),
    "objection": (services.register_objection, "异议已登记，处理完毕前不能核准。"),
}


@page("staff/application/<int:pk>/", title="申报办理", roles=READERS)
def application(request: Request, pk: int) -> HttpResponse:
    """The case, and what whoever looks may do with it."""
    found = access_applications(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这份申报")
    if request.method == "POST":
        _done(request, found)
        return redirect("staff.application", pk=found.pk)
    return application.render(request, **_shown(request, found))


def _shown(request: Request, found: Application) -> dict[str, Any]:
    first = found.judgements.order_by("pk").first()
    last = found.judgements.order_by("-pk").first()
    now = _now(found)
    clock = clock_of(found)
    return {
        "application": found,
        "first": first,
        "judgement": now.kept() if now else (last and vars(last)),
        "now": now,
        "outcome_then": OUTCOMES[first.verdict] if first else "",
        "outcome_now": OUTCOMES[now.outcome] if now else "",
        "changed": differs(now, last) if now and last and found.state in AT_WORK else "",
        "money": found.claimed_fen is not None or found.paid_out,
        "days_left": clock.left(today()) if clock and found.state in AT_WORK else None,
        "procedure": procedure(found),
        "position": services.position(found),
        "files": access_evidence(request.acting).filter(application=found),
        "transitions": found.transitions.select_related("organisation", "person").order_by("-pk"),
        "objections": access_objections(request.acting).filter(application=found),
        "unconfirmed": _unconfirmed(request.acting, found, now),
        "moves": _open_moves(request.acting, found),
    }


def _now(found: Application) -> Judged | None:
    """What the rule says by today's facts; None where it can no longer be judged."""
    try:
        return judged_again(found)
    except BallastError:
        return None


def _open_moves(acting: Acting, found: Application) -> set[str]:
    """The moves that lie open, less those that this person may not make for their earlier part."""
    moves = {move.name for move in MACHINE.open_to(found.state, acting)}
    if found.state in (State.RECOMMENDED, State.PUBLICISED) and not found.stopped:
        moves.discard("recommend")
    if not procedure(found).publicity_days or found.stopped:
        moves.discard("publicise")
    if acting.person in (found.recommended_by, found.first_approver):
        moves.discard("approve")
    return moves


def _unconfirmed(acting: Acting, found: Application, now: Judged | None) -> list[object]:
    """What the enterprise supplied itself of what the rule reads, and nobody has confirmed."""
    if now is None:
        return []
    read = {
        (each["table"], each["key"], each["name"]): each
        for each in now.kept()["facts"]
        if each["state"] == SuppliedState.SUPPLIED
    }
    rows = access_supplied(acting).filter(enterprise=found.enterprise, state=SuppliedState.SUPPLIED)
    places = ((row, (row.table, row.key, row.name)) for row in rows)
    return [{"row": row, "fact": read[place]} for row, place in places if place in read]


def _done(request: Request, found: Application) -> None:
    action, text = request.POST.get("action", ""), request.POST.get("text", "")
    if action in ACTIONS:
        do, said = ACTIONS[action]
        do(request.acting, found, text)
        messages.success(request, said)
    elif action == "recommend":
        amount = _amount(request.POST.get("amount", ""))
        services.recommend(request.acting, found, text, amount)
        messages.success(request, "已提出拟同意意见。")
    elif action == "approve":
        messages.success(request, _approved(services.approve(request.acting, found, text)))
    elif action == "settle":
        _settle(request, found, text)
    elif action in ("confirm", "refuse_fact"):
        _decide_fact(request, found, action)
    else:
        raise BadValue(field="操作", given=action, allowed="页面上的按钮")


def _amount(text: str) -> int | None:
    """Yuan as typed, in 分; None where nothing was typed. Raises BadValue."""
    plain = text.replace(",", "").replace("，", "").strip()
    if not plain:
        return None
    try:
        fen = Decimal(plain) * 100
    except InvalidOperation:
        fen = Decimal("0.1")
    if not fen.is_finite() or fen != fen.to_integral_value() or fen <= 0:
        raise BadValue(field="拟核准金额", given=text, allowed="大于零的元数，至多两位小数")
    return int(fen)


def _approved(found: Application) -> str:
    """What came of a vote."""
    if found.stopped:
        return f"{found.stopped}。本案已暂停，须由审核人重新提出意见。"
    if found.queued_at and services.position(found) is None:
        return "两人均已核准。资金按比例分配，待申报截止、全部办结后统一分配。"
    if found.queued_at:
        return "两人均已核准，但预算不足，已按规则排队，资金到位后自动核准。"
    if found.second_approver_id is None:
        return "已记录您的核准意见，还须另一名审批人核准。"
    return "已核准。"


def _settle(request: Request, found: Application, text: str) -> None:
    key = request.POST.get("objection", "")
    own = access_objections(request.acting).filter(application=found)
    objection = own.filter(pk=key).first() if key.isdecimal() else None
    if objection is None:
        raise NotHere(what="这条公示异议")
    services.settle_objection(request.acting, objection, text)
    messages.success(request, "异议已处理。")


def _decide_fact(request: Request, found: Application, action: str) -> None:
    """Confirm or refuse what the enterprise supplied."""
    key = request.POST.get("supplied", "")
    own = access_supplied(request.acting).filter(enterprise=found.enterprise)
    row = own.filter(pk=key).first() if key.isdecimal() else None
    if row is None:
        raise NotHere(what="这项填报")
    facts.decide(request.acting, row, "confirm" if action == "confirm" else "refuse")
    messages.success(request, "已核实。" if action == "confirm" else "已标为未采信。")
