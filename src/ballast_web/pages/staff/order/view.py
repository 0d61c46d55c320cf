"""One supervision order: what is demanded, what was answered, where it stands on the ladder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.clock import today
from ballast_web.pages.page import Request, page
from ballast_web.pages.staff.task.forms import day
from ballast_web.supervision import services
from ballast_web.supervision.access import access_orders
from ballast_web.supervision.models import Order
from ballast_web.supervision.services.ordering import limit_of
from ballast_web.supervision.states import (
    LADDER,
    OFFICERS,
    ORDERS,
    READERS,
    OrderState,
    Rung,
)

Done = Callable[[Request, Order, str], object]


def _replied(request: Request, order: Order, text: str) -> None:
    services.reply(request.acting, order, text, request.FILES.getlist("file"))


def _extended(request: Request, order: Order, text: str) -> None:
    until = day(request.POST.get("until", ""), "申请延至")
    if until is None:
        raise BadValue(field="申请延至", given="", allowed="晚于现时限的日期")
    services.ask_extension(request.acting, order, until, text)


def _escalated(request: Request, order: Order, text: str) -> None:
    limit = day(request.POST.get("limit", ""), "回复时限")
    services.escalate(request.acting, order, text, limit)


def _sent_back(request: Request, order: Order, text: str) -> None:
    limit = day(request.POST.get("limit", ""), "回复时限")
    services.send_order_back(request.acting, order, text, limit)


def _closed(request: Request, order: Order, text: str) -> None:
    services.close_order(request.acting, order, text, request.FILES.getlist("file"))


#: What a button does, by the move that it stands for, with what is said once it is done.
ACTIONS: dict[str, tuple[Done, str]] = {
    "reply": (_replied, "已回复，等待验收。"),
    "ask_extension": (_extended, "已申请延期。"),
    "grant_extension": (
        lambda request, order, text: services.grant_extension(request.acting, order, text),
        "已同意延期。",
    ),
    "refuse_extension": (
        lambda request, order, text: services.refuse_extension(request.acting, order, text),
        "不同意延期，原时限不变。",
    ),
    "send_back": (_sent_back, "已退回重办。"),
    "escalate": (_escalated, "已升级，时限重新计算。"),
    "close": (_closed, "已销号。"),
}


@page("staff/order/<int:pk>/", title="督办件", roles=READERS)
def order(request: Request, pk: int) -> HttpResponse:
    """The order, and what whoever looks may do with it."""
    found = access_orders(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这份督办件")
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action not in ACTIONS:
            raise BadValue(field="操作", given=action, allowed="页面上的按钮")
        do, said = ACTIONS[action]
        do(request, found, request.POST.get("text", ""))
        messages.success(request, said)
        return redirect("staff.order", pk=found.pk)
    return order.render(request, **_shown(request, found))


def _shown(request: Request, found: Order) -> dict[str, Any]:
    mine = request.acting.organisation == found.unit
    moves = {
        move.name
        for move in ORDERS.open_to(found.state, request.acting)
        if mine or move.roles != OFFICERS
    }
    place = LADDER.index(Rung(found.rung))
    above = LADDER[place + 1] if place + 1 < len(LADDER) else None
    if above is None:
        moves.discard("escalate")
    return {
        "order": found,
        "ladder": [(rung, i < place, i == place) for i, rung in enumerate(LADDER)],
        "above": above,
        "above_limit": limit_of(above) if above else None,
        "limit": limit_of(Rung(found.rung)),
        "tasks": found.tasks.select_related("unit").order_by("pk"),
        "steps": found.steps.select_related("person").prefetch_related("files").order_by("-pk"),
        "moves": moves,
        "late": found.state == OrderState.AWAITING and found.limit < today(),
    }
