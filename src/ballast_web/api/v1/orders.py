"""Supervision orders: what units are urged about, until when, on which rung."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.paging import paged
from ballast_web.api.problems import READING
from ballast_web.keys.models import Scope
from ballast_web.supervision.access import access_orders
from ballast_web.supervision.models import Order
from ballast_web.supervision.states import READERS, OrderState, Rung

router = Router(auth=KeyHolder(Scope.READ_TASKS))


class OrderOut(Schema):
    """An order to a unit about some of its tasks, by their numbers."""

    number: str
    unit: str
    title: str
    demand: str
    rung: str
    state: str
    opened_on: date
    limit: date
    closed_on: date | None
    tasks: list[str]


class Orders(Schema):
    """A page of orders; `next` is the cursor of what follows, null at the end."""

    items: list[OrderOut]
    next: str | None


@router.get("", response={200: Orders, **READING}, summary="督办件清单")
def orders(
    request: ApiRequest,
    cursor: str = "",
    limit: int = 50,
    state: OrderState | None = None,
    rung: Rung | None = None,
) -> dict[str, Any]:
    """The orders that one may see, by state and rung."""
    request.acting.must_be(READERS, "查阅督办件")
    wanted = {"state": state, "rung": rung}
    rows = access_orders(request.acting).filter(**{k: v for k, v in wanted.items() if v})
    return paged(rows.prefetch_related("tasks"), cursor, limit, _told)


def _told(found: Order) -> dict[str, Any]:
    names = ("number", "title", "demand", "rung", "state", "opened_on", "limit", "closed_on")
    told = {name: getattr(found, name) for name in names}
    tasks = sorted(task.number for task in found.tasks.all())
    return {**told, "unit": found.unit.code, "tasks": tasks}
