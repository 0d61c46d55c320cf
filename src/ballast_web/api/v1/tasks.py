"""Supervision tasks: what one may see of them, each with its lamp."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.paging import paged
from ballast_web.api.problems import READING
from ballast_web.errors import NotHere
from ballast_web.kernel.clock import today
from ballast_web.keys.models import Scope
from ballast_web.supervision import silent
from ballast_web.supervision.access import access_tasks
from ballast_web.supervision.models import Silence, Task
from ballast_web.supervision.services import shown
from ballast_web.supervision.silent import over_task
from ballast_web.supervision.states import READERS, Lamp, TaskState

router = Router(auth=KeyHolder(Scope.READ_TASKS))


class TaskOut(Schema):
    """A task; `progress` is a share, null where nothing is reported; `unit` is a code."""

    number: str
    package: str
    clause: str
    source: str
    name: str
    kind: str
    unit: str | None
    state: str
    starts_on: date | None
    due: date | None
    target: Decimal | None
    target_unit: str
    figure: Decimal | None
    progress: Decimal | None
    lamp: str


class Reason(Schema):
    """A rule that lights the lamp, and why."""

    rule: str
    label: str
    lamp: str
    reason: str


class Silenced(Schema):
    """Until when no notices are told of a task, to whom and why; of all rules where none is named.

    The lamp shows what it shows.
    """

    to: str
    rule: str
    until: date
    reason: str


class TaskWhole(TaskOut):
    """A task with its text and why its lamp is lit; `missing` names facts that are not known."""

    content: str
    reasons: list[Reason]
    missing: list[str]
    silences: list[Silenced]


class Tasks(Schema):
    """A page of tasks; `next` is the cursor of what follows, null at the end."""

    items: list[TaskOut]
    next: str | None


@router.get("", response={200: Tasks, **READING}, summary="督查任务清单")
def tasks(
    request: ApiRequest,
    cursor: str = "",
    limit: int = 50,
    state: TaskState | None = None,
    lamp: Lamp | None = None,
    package: str = "",
) -> dict[str, Any]:
    """The tasks that one may see, by state, lamp and document."""
    request.acting.must_be(READERS, "查阅督查任务")
    wanted = {"state": state, "lamp": lamp, "package": package}
    rows = access_tasks(request.acting).filter(**{k: v for k, v in wanted.items() if v})
    return paged(rows, cursor, limit, _told)


@router.get("/{number}", response={200: TaskWhole, **READING}, summary="一项督查任务")
def task(request: ApiRequest, number: str) -> dict[str, Any]:
    """The task, with the reasons of its lamp."""
    request.acting.must_be(READERS, "查阅督查任务")
    key = number.removeprefix("RW")
    found = None
    if key.isdecimal() and len(key) <= 18:
        found = access_tasks(request.acting).filter(pk=key).first()
    if found is None:
        raise NotHere(what="这项任务")
    lamp = shown(found) if found.lamp else None
    return {
        **_told(found),
        "content": found.content,
        "reasons": [vars(each) for each in lamp.lit] if lamp else [],
        "missing": list(lamp.missing) if lamp else [],
        "silences": [_silenced(each) for each in over_task(found, today())],
    }


def _silenced(found: Silence) -> dict[str, Any]:
    names = ("rule", "until", "reason")
    return {"to": silent.told(found), **{name: getattr(found, name) for name in names}}


def _told(found: Task) -> dict[str, Any]:
    names = (
        *("number", "package", "clause", "source", "name", "kind", "state", "starts_on", "due"),
        *("target_unit", "figure", "progress", "lamp"),
    )
    told = {name: getattr(found, name) for name in names}
    unit = found.unit.code if found.unit else None
    return {**told, "unit": unit, "target": found.target_value}
