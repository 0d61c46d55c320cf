"""One task: what is asked, how far it is, why its lamp is lit, who did what; what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect

from ballast_web.catalogue import library
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting, memberships_on
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation, Person
from ballast_web.kernel.roles import Level
from ballast_web.pages.page import Request, page
from ballast_web.pages.staff.obligations.view import withdraw_event
from ballast_web.pages.staff.task import forms
from ballast_web.supervision import services
from ballast_web.supervision.access import access_orders, access_tasks, access_units
from ballast_web.supervision.models import Obligation, Task
from ballast_web.supervision.services.lighting import facts_of
from ballast_web.supervision.silent import over_task
from ballast_web.supervision.states import (
    OFFICERS,
    READERS,
    RUNNING,
    SUPERVISORS,
    TASKS,
    TaskKind,
    TaskState,
)

Done = Callable[[Acting, Task, str], object]
#: What a button does, by the move that it stands for, with what is said once it is done.
ACTIONS: dict[str, tuple[Done, str]] = {
    "issue": (lambda acting, task, _text: services.issue(acting, task), "已下达。"),
    "return": (services.send_back, "已退回，督查部门可看到理由。"),
    "submit": (services.submit, "已申请办结，等待验收。"),
    "close": (services.close, "已验收办结。"),
    "reopen": (services.reopen, "已退回继续办理。"),
    "revoke": (services.revoke, "已撤销，分解的任务一并撤销。"),
}
_ENDED = frozenset({TaskState.CLOSED, TaskState.REVOKED, TaskState.SUBMITTED})
#: Reports and periods that a page shows.
SHOWN = 24


@page("staff/task/<int:pk>/", title="督查任务", roles=READERS)
def task(request: Request, pk: int) -> HttpResponse:
    """The task, and what whoever looks may do with it."""
    found = access_tasks(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这项任务")
    if request.method == "POST":
        _done(request, found)
        return redirect("staff.task", pk=found.pk)
    return task.render(request, **_shown(request, found))


def _shown(request: Request, found: Task) -> dict[str, Any]:
    acting = request.acting
    mine = acting.organisation == found.unit and acting.role in OFFICERS
    moves = {move.name for move in TASKS.open_to(found.state, acting)}
    if not mine:
        moves -= {move.name for move in TASKS.moves.values() if move.roles == OFFICERS}
    may_divide = found.state in RUNNING and (mine or acting.role in SUPERVISORS)
    issuer, _, document = found.package.partition("/")
    return {
        "task": found,
        "issuer": issuer,
        "document": document,
        "policy": _title(found.package),
        "lamp": services.shown(found) if found.lamp else None,
        "silences": over_task(found, today()),
        "planned": facts_of(found, today())["planned"],
        "days": (found.due - today()).days if found.due else None,
        "siblings": _siblings(acting, found),
        "parts": access_tasks(acting).filter(parent=found).order_by("region", "pk"),
        "reports": found.reports.select_related("person").order_by("-last", "-pk")[:SHOWN],
        "obligations": _obligations(found),
        "orders": access_orders(acting).filter(tasks=found),
        "steps": found.steps.select_related("person").order_by("-pk"),
        "moves": moves,
        "mine": mine,
        "may_report": mine and found.state == TaskState.ACCEPTED,
        "may_urge": acting.role in SUPERVISORS and found.state in RUNNING,
        "may_adjust": acting.role in SUPERVISORS and found.state not in _ENDED,
        "below": _below(acting, found) if may_divide else [],
        "is_target": found.kind == TaskKind.TARGET,
        "counted": found.state in {*RUNNING, TaskState.CLOSED},
        **forms.adjusting(acting, found),
        "people": _people(found) if mine else [],
    }


def _siblings(acting: Acting, found: Task) -> QuerySet[Task]:
    """The other targets and duties that the unit has under the same measure or instruction."""
    alike = {name: getattr(found, name) for name in ("unit", "package", "clause", "source", "name")}
    rows = access_tasks(acting).filter(**alike, parent=found.parent, part=found.part)
    return rows.exclude(pk=found.pk).exclude(state=TaskState.REVOKED).order_by("pk")


def _obligations(found: Task) -> QuerySet[Obligation]:
    """The latest periods with what was registered towards them."""
    rows = found.obligations.select_related("task__unit").prefetch_related("events__withdrawal")
    return rows.order_by("-first")[:SHOWN]


def _title(package: str) -> str:
    """What the document is called; its name where the library no longer holds it."""
    held = library.current().packages.get(package)
    return held.policy.title if held else package


def _people(found: Task) -> list[Person]:
    """Who may answer for the task: officers of its unit."""
    held = memberships_of(found.unit)
    return list(Person.objects.filter(pk__in=held).order_by("name"))


def memberships_of(unit: Organisation | None) -> list[int]:
    """The people of a unit who are its officers today."""
    if unit is None:
        return []
    people = Person.objects.filter(memberships__organisation=unit, is_active=True).distinct()
    return [
        person.pk
        for person in people
        if memberships_on(person, today()).filter(organisation=unit, role__in=OFFICERS).exists()
    ]


def _below(acting: Acting, found: Task) -> list[tuple[Organisation, Task | None]]:
    """The units to whom the task can be handed down, with the part that each has already."""
    unit = found.unit
    assert unit is not None  # noqa: S101 - a task that runs has one
    next_level = Level.CITY if unit.level in {Level.PROVINCE, Level.NATIONAL} else Level.COUNTY
    units = access_units(acting).filter(region__startswith=unit.territory, level=next_level)
    parts = found.parts.exclude(state=TaskState.REVOKED).select_related("unit")
    given = {part.unit_id: part for part in parts}
    return [(each, given.get(each.pk)) for each in units.exclude(pk=unit.pk)]


def _done(request: Request, found: Task) -> None:
    action, text = request.POST.get("action", ""), request.POST.get("text", "")
    acting = request.acting
    if action in ACTIONS:
        do, said = ACTIONS[action]
        do(acting, found, text)
    elif action in ("accept", "name"):
        person = _person(found, request.POST.get("person", ""))
        do_with = services.accept if action == "accept" else services.name_person
        do_with(acting, found, person)
        said = f"已签收，责任人：{person.name}。" if action == "accept" else "已变更责任人。"
    elif action == "withdraw_event":
        withdraw_event(request)
        return
    elif action == "adjust":
        services.adjust(acting, found, forms.adjustment(acting, found, request.POST), text)
        said = "已调整。"
    elif action == "break_down":
        shares = forms.shares(found, [unit for unit, _ in _below(acting, found)], request.POST)
        parts = services.break_down(acting, found, shares, text)
        said = f"已分解到{len(parts)}个单位。"
    else:
        raise BadValue(field="操作", given=action, allowed="页面上的按钮")
    messages.success(request, said)


def _person(found: Task, key: str) -> Person:
    person = Person.objects.filter(pk__in=memberships_of(found.unit), pk=key or 0).first()
    if person is None:
        raise BadValue(field="责任人", given=key, allowed="本单位人员")
    return person
