"""Supervision orders: what units are urged about, until when, on which rung."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.shortcuts import redirect
from django.urls import reverse
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet

from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.clock import today
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.task.forms import day
from ballast_web.pages.staff.work.view import YesNoSelect
from ballast_web.supervision import services
from ballast_web.supervision.access import access_orders, access_tasks
from ballast_web.supervision.models import Order, Task
from ballast_web.supervision.services.ordering import limit_of
from ballast_web.supervision.states import READERS, RUNNING, SUPERVISORS, OrderState, Rung

Rows = QuerySet[Order]
#: Where a supervisor may begin.
FIRST = (Rung.REMINDER, Rung.ORDER)


def filter_late(rows: Rows, _name: str, value: bool) -> Rows:
    """Waiting for an answer beyond the limit; or not."""
    late = {"state": OrderState.AWAITING, "limit__lt": today()}
    return rows.filter(**late) if value else rows.exclude(**late)


class Work(FilterSet):
    """Rung, state, unit, late."""

    rung = ChoiceFilter(label="层级", choices=Rung.choices, empty_label="全部")
    state = ChoiceFilter(label="状态", choices=OrderState.choices, empty_label="全部")
    unit = CharFilter(label="单位", field_name="unit__name", lookup_expr="icontains")
    late = BooleanFilter(label="逾期未回复", method=filter_late, widget=YesNoSelect)


def leads_to(row: Order) -> str:
    """The order's own page."""
    return reverse("staff.order", kwargs={"pk": row.pk})


COLUMNS = (
    Column("编号", lambda row: row.number, sort="number", link=leads_to),
    Column("事项", lambda row: row.title, sort="title"),
    Column("单位", lambda row: row.unit.name, sort="unit__name"),
    Column("层级", lambda row: row.get_rung_display(), sort="rung"),
    Column("状态", lambda row: row.get_state_display(), sort="state"),
    Column("发出日期", lambda row: row.opened_on, sort="opened_on", kind="day"),
    Column("回复时限", lambda row: row.limit, sort="limit", kind="day"),
    Column("销号日期", lambda row: row.closed_on, sort="closed_on", kind="day"),
)


@page("staff/orders/", title="督办件", roles=READERS, menu=47, theme="督查", icon="alert-triangle")
def orders(request: Request) -> Response:
    """The list, the earliest limit first; `?urge=` offers to urge a unit about a task."""
    if request.method == "POST":
        return _opened(request)
    rows = access_orders(request.acting).order_by("limit", "pk")
    empty = "没有督办件。任务亮灯后，督查专员可在任务页发出提醒或督办单。"
    listing = Listing(request, rows, COLUMNS, filters=Work, name="督办件", empty=empty)
    return listing.exported() or orders.render(
        request,
        listing=listing,
        counts=_counts(rows),
        supervises=request.acting.role in SUPERVISORS,
        **_urging(request),
    )


def _counts(rows: Rows) -> list[tuple[str, str, int]]:
    """How many wait for an answer, for a decision, beyond their limit."""
    found = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    states = (OrderState.AWAITING, OrderState.EXTENSION, OrderState.REPLIED, OrderState.CLOSED)
    counts = [(str(each.label), f"?state={each}", found.get(each.value, 0)) for each in states]
    return [*counts, ("逾期未回复", "?late=true", filter_late(rows, "", True).count())]


def _urging(request: Request) -> dict[str, Any]:
    """The form to urge a unit about a task and its other lit ones."""
    key = request.GET.get("urge", "")
    if not key.isdecimal() or request.acting.role not in SUPERVISORS:
        return {}
    task = _running(request, key)
    others = _all_running(request).filter(unit=task.unit, lamp__in=["red", "yellow"])
    return {
        "task": task,
        "others": others.exclude(pk=task.pk).exclude(orders__state__in=_OPEN)[:50],
        "rungs": [(rung, limit_of(rung)) for rung in FIRST],
    }


_OPEN = [state.value for state in OrderState if state != OrderState.CLOSED]


def _all_running(request: Request) -> QuerySet[Task]:
    return access_tasks(request.acting).filter(state__in=RUNNING)


def _running(request: Request, key: str) -> Task:
    task = _all_running(request).filter(pk=key).first()
    if task is None:
        raise NotHere(what="这项任务")
    return task


def _opened(request: Request) -> Response:
    keys = [key for key in request.POST.getlist("task") if key.isdecimal()]
    tasks = [_running(request, key) for key in keys]
    if not tasks or tasks[0].unit is None:
        raise BadValue(field="任务", given="没有选择", allowed="至少一项推进中的任务")
    order = services.open_order(
        request.acting,
        tasks[0].unit,
        tasks,
        request.POST.get("text", ""),
        _rung(request.POST.get("rung", "")),
        _limit(request.POST.get("limit", "")),
    )
    messages.success(request, f"已发出{order.get_rung_display()}，编号{order.number}。")
    return redirect("staff.order", pk=order.pk)


def _rung(text: str) -> Rung:
    if text not in Rung.values:
        raise BadValue(field="层级", given=text, allowed="提醒或者督办单")
    return Rung(text)


def _limit(text: str) -> date | None:
    return day(text, "回复时限")
