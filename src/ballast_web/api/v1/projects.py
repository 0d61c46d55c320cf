"""Major projects: what one may see of the register, each with its lamp and its countdown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.paging import paged
from ballast_web.api.problems import READING
from ballast_web.errors import NotHere
from ballast_web.keys.models import Scope
from ballast_web.projects.access import access_projects
from ballast_web.projects.models import Project
from ballast_web.projects.states import ORDER, READERS, Stage
from ballast_web.supervision.states import Lamp

router = Router(auth=KeyHolder(Scope.READ_PROJECTS))


class ProjectOut(Schema):
    """A project; money in 分, null where unknown; `physical` is a share; units are codes."""

    number: str
    code: str
    name: str
    enterprise_name: str
    region: str
    industry: str
    unit: str
    supervising_unit: str | None
    stage: str
    lamp: str
    total_fen: int
    year: int
    plan_fen: int | None
    before_fen: int
    invested_fen: int | None
    physical: Decimal | None
    reported_to: date | None


class MilestoneOut(Schema):
    """By when the project should reach a stage, and when it did."""

    stage: str
    planned: date | None
    actual: date | None


class ProjectWhole(ProjectOut):
    """A project with what it builds, what it rests on, and its countdown."""

    content: str
    package: str
    clause: str
    basis: str
    registered_on: date
    milestones: list[MilestoneOut]


class Projects(Schema):
    """A page of projects; `next` is the cursor of what follows, null at the end."""

    items: list[ProjectOut]
    next: str | None


@router.get("", response={200: Projects, **READING}, summary="重大项目清单")
def projects(
    request: ApiRequest,
    cursor: str = "",
    limit: int = 50,
    stage: Stage | None = None,
    lamp: Lamp | None = None,
    region: str = "",
) -> dict[str, Any]:
    """The projects that one may see, by stage, lamp and the first digits of the region."""
    request.acting.must_be(READERS, "查阅重大项目")
    wanted = {"stage": stage, "lamp": lamp, "region__startswith": region}
    rows = access_projects(request.acting)
    return paged(rows.filter(**{k: v for k, v in wanted.items() if v}), cursor, limit, _told)


@router.get("/{code}", response={200: ProjectWhole, **READING}, summary="一个重大项目")
def project(request: ApiRequest, code: str) -> dict[str, Any]:
    """The project by its code on the platform of approvals (项目代码)."""
    request.acting.must_be(READERS, "查阅重大项目")
    found = access_projects(request.acting).filter(code=code).first()
    if found is None:
        raise NotHere(what="这个重大项目")
    names = ("content", "package", "clause", "basis", "registered_on")
    order = {stage: place for place, stage in enumerate(ORDER)}
    milestones = sorted(found.milestones.all(), key=lambda each: order[Stage(each.stage)])
    return {
        **_told(found),
        **{name: getattr(found, name) for name in names},
        "milestones": [
            {"stage": each.stage, "planned": each.planned, "actual": each.actual}
            for each in milestones
        ],
    }


def _told(found: Project) -> dict[str, Any]:
    names = (
        *("number", "code", "name", "enterprise_name", "region", "industry", "stage", "lamp"),
        *("total_fen", "year", "plan_fen", "before_fen", "invested_fen", "physical"),
        "reported_to",
    )
    above = found.supervising_unit
    units = {"unit": found.unit.code, "supervising_unit": above.code if above else None}
    return {**{name: getattr(found, name) for name in names}, **units}
