"""Progress reports: what units reported on the tasks that one may see."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.paging import paged
from ballast_web.api.problems import READING
from ballast_web.errors import BadValue
from ballast_web.keys.models import Scope
from ballast_web.supervision.access import access_reports
from ballast_web.supervision.models import Report
from ballast_web.supervision.states import READERS

router = Router(auth=KeyHolder(Scope.READ_TASKS))


class ReportOut(Schema):
    """A report on a task for a period; a later one of the same period corrects it.

    `figure` is what is done since the task began, `progress` the share of the whole; `source` is
    empty where the unit reported, else the name of what the platform counted it from.
    """

    id: int
    task: str
    unit: str | None
    period: str
    first: date
    last: date
    figure: Decimal | None
    progress: Decimal | None
    said: str
    source: str
    at: datetime


class Reports(Schema):
    """A page of reports; `next` is the cursor of what follows, null at the end."""

    items: list[ReportOut]
    next: str | None


@router.get("", response={200: Reports, **READING}, summary="进展填报清单")
def reports(
    request: ApiRequest,
    cursor: str = "",
    limit: int = 50,
    task: str = "",
    since: date | None = None,
) -> dict[str, Any]:
    """The reports that one may read, by the task's number and the last day of their periods."""
    request.acting.must_be(READERS, "查阅进展填报")
    rows = access_reports(request.acting).select_related("task__unit")
    if task:
        rows = rows.filter(task=_key(task))
    return paged(rows.filter(last__gte=since) if since else rows, cursor, limit, _told)


def _key(number: str) -> int:
    key = number.removeprefix("RW")
    if not (key.isascii() and key.isdecimal() and len(key) <= 18):
        raise BadValue(field="task", given=number, allowed="任务编号，如RW00000001")
    return int(key)


def _told(found: Report) -> dict[str, Any]:
    names = ("first", "last", "figure", "progress", "said", "source", "at")
    unit = found.task.unit
    return {
        **{name: getattr(found, name) for name in names},
        "id": found.pk,
        "task": found.task.number,
        "unit": unit.code if unit else None,
        "period": found.label,
    }
