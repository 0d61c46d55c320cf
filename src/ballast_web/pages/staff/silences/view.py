"""静默: until when units are told nothing, and why; declared and ended early by a supervisor."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.task.forms import day
from ballast_web.push.regions import Place, choices, region_label
from ballast_web.supervision import services
from ballast_web.supervision.access import (
    access_silences,
    access_tasks,
    access_units,
    reaches_beyond,
)
from ballast_web.supervision.models import Silence, Task
from ballast_web.supervision.services.noticing import texts
from ballast_web.supervision.silent import reaching, told
from ballast_web.supervision.states import READERS, RUNNING, SUPERVISORS

Rows = QuerySet[Silence]
STATES = {"holds": "静默中", "over": "已到期", "ended": "已提前结束"}


def _of(state: str) -> Q:
    """What tells silences of a state apart, today."""
    if state == "ended":
        return Q(ended_at__isnull=False)
    holds = Q(ended_at__isnull=True, until__gte=today())
    return holds if state == "holds" else Q(ended_at__isnull=True, until__lt=today())


class Work(FilterSet):
    """State, unit."""

    state = ChoiceFilter(
        label="状态", choices=list(STATES.items()), method="of_state", empty_label="全部"
    )
    unit = CharFilter(label="单位", method="of_unit")

    def of_state(self, rows: Rows, _name: str, value: str) -> Rows:
        """The silences that stand so."""
        return rows.filter(_of(value))

    def of_unit(self, rows: Rows, _name: str, value: str) -> Rows:
        """The silences that hold for a unit of that name, by region too."""
        units = Organisation.objects.filter(name__icontains=value)
        return rows.filter(pk__in=reaching(units).values("silence"))


def state_of(row: Silence) -> str:
    """Whether it holds, in a word."""
    if row.ended_at is not None:
        return STATES["ended"]
    return STATES["holds" if row.until >= today() else "over"]


def scope_of(row: Silence) -> str:
    """What is kept silent: a task, a section, or everything of the units."""
    if row.task is not None:
        return f"{row.task.number} {row.task.name}"
    return row.section or "全部任务"


def _rule(row: Silence) -> str:
    return texts().get(row.rule, (row.rule, ""))[0] if row.rule else "全部事由"


COLUMNS = (
    Column("状态", state_of, sort="place", template="staff/silences/state.html"),
    Column("静默对象", told),
    Column("范围", scope_of),
    Column("事由", _rule, sort="rule"),
    Column("静默至", lambda row: row.until, sort="until", kind="day"),
    Column("理由", lambda row: row.reason),
    Column("设置人", lambda row: row.person.name if row.person else ""),
    Column("设置时间", lambda row: row.at, sort="at", kind="moment"),
    Column("提前结束时间", lambda row: row.ended_at, sort="ended_at", kind="moment"),
    Column("提前结束的理由", lambda row: row.ended_why),
)


@page("staff/silences/", title="预警静默", roles=READERS)
def silences(request: Request) -> Response:
    """The list, what holds first; `?task=`, `?of=` (a unit) and `?rule=` fill the form in."""
    if request.method == "POST":
        _done(request)
        return redirect("staff.silences")
    places = [When(_of(name), then=Value(at)) for at, name in enumerate(STATES)]
    beyond = reaches_beyond(request.acting).filter(silence=OuterRef("pk"))
    place = Case(*places, default=Value(9))
    rows = access_silences(request.acting).annotate(place=place, beyond=Exists(beyond))
    empty = "没有静默。确有原因需要暂不预警的，由督查专员设置，到期自动恢复。"
    ordered = rows.order_by("place", "until", "pk")
    listing = Listing(request, ordered, COLUMNS, filters=Work, name="预警静默", empty=empty)
    return listing.exported() or silences.render(
        request, listing=listing, **_form(request), supervises=request.acting.role in SUPERVISORS
    )


def _form(request: Request) -> dict[str, Any]:
    """What the form to declare a silence offers, and what it is filled in with."""
    acting = request.acting
    if acting.role not in SUPERVISORS:
        return {}
    task = _task(acting, request.GET.get("task", ""))
    territory = acting.organisation.territory if acting.organisation else ""
    sections = access_tasks(acting).filter(state__in=RUNNING).exclude(section="")
    return {
        "task": task,
        "units": access_units(acting),
        "chosen": request.GET.get("of", ""),
        "own": Place(territory, region_label(territory)),
        "places": [each for each in choices(territory, today()) if each.code != territory],
        "rule": request.GET.get("rule", ""),
        "rules": [(name, text[0]) for name, text in texts().items()],
        "sections": sections.order_by("section").values_list("section", flat=True).distinct(),
    }


def _task(acting: Acting, key: str) -> Task | None:
    """The task that is named, by its key or its number. Raises NotHere."""
    plain = key.strip().removeprefix("RW")
    if not plain:
        return None
    rows = access_tasks(acting).filter(unit__isnull=False)
    usable = plain.isascii() and plain.isdecimal() and len(plain) < 19
    found = rows.filter(pk=plain).first() if usable else None
    if found is None:
        raise NotHere(what=f"任务“{key}”")
    return found


def _done(request: Request) -> None:
    """Declare a silence, or end one."""
    acting, given = request.acting, request.POST
    reason = given.get("reason", "")
    if given.get("action") == "end":
        services.end_silence(acting, _held(acting, given.get("silence", "")), reason)
        messages.success(request, _("静默已结束，恢复预警提示。"))
    elif given.get("action") == "silence":
        made = _silenced(acting, given)
        values = {"whom": told(made), "until": made.until}
        messages.success(request, _("已对%(whom)s设置静默，至%(until)s。") % values)
    else:
        raise BadValue(field="操作", given=given.get("action"), allowed="页面上的按钮")


def _silenced(acting: Acting, given: QueryDict) -> Silence:
    """Declare the silence that the form asks for."""
    task = _task(acting, given.get("task", ""))
    units = [task.unit] if task and task.unit else _units(acting, given.getlist("unit"))
    return services.silence(
        acting,
        units,
        _until(given.get("until", "")),
        given.get("reason", ""),
        given.get("rule", ""),
        regions=given.getlist("region"),
        task=task,
        section=given.get("section", ""),
    )


def _held(acting: Acting, key: str) -> Silence:
    found = access_silences(acting).filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        raise NotHere(what="这条静默")
    return found


def _units(acting: Acting, keys: list[str]) -> list[Organisation]:
    usable = {key for key in keys if key.isascii() and key.isdecimal() and len(key) < 19}
    found = list(access_units(acting).filter(pk__in=usable))
    if len(found) != len(set(keys)):
        raise BadValue(field="单位", given="、".join(keys), allowed="本地区的政府单位")
    return found


def _until(text: str) -> date:
    found = day(text, "静默至")
    if found is None:
        raise BadValue(field="静默至", given="", allowed="今天或以后的日期")
    return found
