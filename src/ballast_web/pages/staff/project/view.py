"""One project: its stages and countdown, what it waits for, its money, its weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect

from ballast_web.catalogue import library
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.project.actions import ACTIONS
from ballast_web.pages.staff.project.forms import (
    BackForm,
    GrantForm,
    InvestmentForm,
    NeedForm,
    PlanForm,
    ReachForm,
    WeekForm,
)
from ballast_web.pages.staff.projects.view import percent, region, year_share
from ballast_web.projects import services
from ballast_web.projects.access import access_handled, access_projects
from ballast_web.projects.models import Condition, Funding, Milestone, Project
from ballast_web.projects.services.facts import should_be_spent, spent
from ballast_web.projects.states import (
    HANDLERS,
    ORDER,
    READERS,
    ConditionState,
    Stage,
    place,
)

#: Weeks, and steps, that the page shows; the rest stays in the record.
WEEKS, STEPS = 12, 30


@dataclass(frozen=True)
class Along:
    """One stage on the way: `look` is done, here, late or ahead; `told` its countdown in words."""

    label: str
    look: str
    planned: date | None
    actual: date | None
    told: str
    note: str


@dataclass(frozen=True)
class Spending:
    """A funding with its bar: percent spent, percent that should be, and the days left."""

    row: Funding
    spent: float
    due: float
    left: int


@page("staff/project/<int:pk>/", title="项目", roles=READERS)
def project(request: Request, pk: int) -> Response:
    """The project, and what whoever looks may do with it."""
    found = access_projects(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what="这个项目")
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action not in ACTIONS:
            raise BadValue(field="操作", given=action, allowed="页面上的按钮")
        messages.success(request, ACTIONS[action](request, found))
        return redirect("staff.project", pk=found.pk)
    return project.render(request, **_shown(request.acting, found))


def _shown(acting: Acting, found: Project) -> dict[str, Any]:
    milestones = {each.stage: each for each in found.milestones.all()}
    conditions = found.conditions.select_related("unit").order_by("-state", "until", "pk")
    may = access_handled(acting).filter(pk=found.pk).exists()
    return {
        "project": found,
        "row": found,
        "region": region(found),
        "source": _source(found),
        "year_percent": percent(year_share(found)),
        "physical": percent(found.physical),
        "lamp": services.shown(found),
        "stages": list(_along(found, milestones)),
        "conditions": [(each, _may_solve(acting, each, may)) for each in conditions],
        "fundings": [_spending(each) for each in found.fundings.order_by("spend_by", "pk")],
        "weeks": found.weeks.prefetch_related("files").order_by("-last", "-pk")[:WEEKS],
        "steps": found.steps.select_related("person").order_by("-pk")[:STEPS],
        "today": today(),
        "may": may,
        **(_forms(acting, found, milestones) if may else {}),
    }


def _source(found: Project) -> Any:
    """The policy document that makes it a major project, where the library holds it."""
    package = library.current().packages.get(found.package)
    issuer, _, document = found.package.partition("/")
    named = {"issuer": issuer, "document": document}
    return {**named, "title": package.policy.title} if package else None


def _along(found: Project, milestones: dict[str, Milestone]) -> Iterator[Along]:
    at, day = place(found.stage), today()
    for stage in ORDER:
        each = milestones.get(stage)
        planned, actual = (each.planned, each.actual) if each else (None, None)
        ahead = place(stage) > at
        late = ahead and planned is not None and planned < day
        look = "late" if late else "ahead" if ahead else "here" if stage == found.stage else "done"
        told = _countdown(planned, None if ahead else actual, day) if planned else ""
        told = "" if planned and not ahead and actual is None else told
        yield Along(stage.label, look, planned, actual, told, each.note if each else "")


def _countdown(planned: date, actual: date | None, day: date) -> str:
    """How many days are left or lost; of what is reached, how early or late it was."""
    if actual is None:
        left = (planned - day).days
        return f"还有{left}天" if left > 0 else "今天到期" if left == 0 else f"逾期{-left}天"
    late = (actual - planned).days
    return f"晚{late}天" if late > 0 else f"提前{-late}天" if late < 0 else "按期"


def _may_solve(acting: Acting, condition: Condition, handles: bool) -> bool:
    if condition.state != ConditionState.OPEN or acting.role not in HANDLERS:
        return False
    return handles or acting.organisation == condition.unit


def _spending(funding: Funding) -> Spending:
    day = today()
    due = should_be_spent(funding, day) * 100
    return Spending(funding, _one(spent(funding) * 100), _one(due), (funding.spend_by - day).days)


def _one(value: Decimal) -> float:
    return round(float(value), 1)


def _forms(acting: Acting, found: Project, milestones: dict[str, Milestone]) -> dict[str, Any]:
    planned = {stage: each.planned for stage, each in milestones.items()}
    return {
        "reach": ReachForm(found) if found.stage != Stage.LISTED else None,
        "back": BackForm(found) if found.stage != Stage.PRELIMINARY else None,
        "plan": PlanForm(found, planned) if found.stage != Stage.LISTED else None,
        "week": WeekForm(),
        "need": NeedForm(acting, found),
        "grant": GrantForm(),
        "investment": InvestmentForm(found),
    }
