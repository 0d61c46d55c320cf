"""Into the register: what the project is, who answers for it, what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ballast_web.catalogue.library import vocabulary
from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import OrganisationKind
from ballast_web.kernel.writes import writing
from ballast_web.projects.access import access_units
from ballast_web.projects.errors import AlreadyRegistered
from ballast_web.projects.models import Project
from ballast_web.projects.services.lighting import relight
from ballast_web.projects.services.stepping import handling, needed, written
from ballast_web.projects.states import HANDLERS, REPORTING, Stage


@dataclass(frozen=True)
class Entry:
    """What is registered; money in 分, None where unknown.

    `region` and `industry` are codes or labels of their classifications, `uscc` the enterprise's
    统一社会信用代码 where it is enrolled.
    """

    code: str
    name: str
    enterprise_name: str
    region: str
    unit: Organisation
    total_fen: int
    year: int
    plan_fen: int | None = None
    before_fen: int = 0
    invested_fen: int | None = None
    stage: str = Stage.PRELIMINARY
    industry: str = ""
    uscc: str = ""
    supervising_unit: Organisation | None = None
    content: str = ""
    package: str = ""
    clause: str = ""
    basis: str = ""


def register(acting: Acting, entry: Entry) -> Project:
    """A new project of the register. Raises NotAllowed, BadValue, AlreadyRegistered."""
    acting.must_be(HANDLERS, "登记重大项目")
    with writing(acting):
        fields = checked(acting, entry)
        if Project.objects.filter(code=fields["code"]).exists():
            raise AlreadyRegistered(code=entry.code)
        day = today()
        reports = day if entry.stage in REPORTING else None
        made = Project.objects.create(registered_on=day, reports_from=reports, **fields)
        written(acting, made, "register", "入库", entry.basis)
        relight(made)
    made.refresh_from_db()
    return made


def checked(acting: Acting, entry: Entry) -> dict[str, Any]:
    """The fields of the entry. Raises BadValue for the first that makes no sense."""
    for label, text in (("项目代码", entry.code), ("项目名称", entry.name)):
        if not text.strip():
            raise BadValue(field=label, given="", allowed="必填")
    if not access_units(acting).filter(pk=entry.unit.pk).exists():
        raise BadValue(field="责任单位", given=entry.unit.name, allowed="本地区的政府单位")
    _amounts(entry)
    fields = {name: value for name, value in vars(entry).items() if name != "uscc"}
    return fields | {
        "code": entry.code.strip().upper(),
        "name": entry.name.strip(),
        "region": _region(acting, entry.region),
        "industry": _code("industries", entry.industry, "行业") if entry.industry else "",
        "enterprise": _enterprise(entry.uscc),
    }


def _amounts(entry: Entry) -> None:
    if entry.total_fen <= 0:
        raise BadValue(
            field="总投资", given=f"{entry.total_fen / 100:.2f}元", allowed="大于零的金额"
        )
    for label, fen in (("年度计划投资", entry.plan_fen), ("上年底累计完成投资", entry.before_fen)):
        if fen is not None and fen < 0:
            raise BadValue(field=label, given=f"{fen / 100:.2f}元", allowed="不小于零的金额")
    if entry.invested_fen is not None and entry.invested_fen < entry.before_fen:
        given = f"{entry.invested_fen / 100:.2f}元"
        raise BadValue(field="累计完成投资", given=given, allowed="不小于上年底累计完成投资")
    if not 2000 <= entry.year <= 2100:
        raise BadValue(field="计划年度", given=f"{entry.year}", allowed="四位年份")


def _region(acting: Acting, given: str) -> str:
    code = _code("regions", given, "项目所在地")
    unit = acting.organisation
    if unit is not None and not code.startswith(unit.territory):
        raise BadValue(field="项目所在地", given=given, allowed="本地区的市、县（市、区）")
    return code


def _code(codelist: str, given: str, field: str) -> str:
    found = vocabulary().codelists[codelist].normalise(given)
    if found is None:
        raise BadValue(field=field, given=given, allowed="行政区划或者国民经济行业分类的代码或名称")
    return found


def _enterprise(uscc: str) -> Organisation | None:
    if not uscc.strip():
        return None
    firms = Organisation.objects.filter(kind=OrganisationKind.ENTERPRISE)
    found = firms.filter(code=uscc.strip().upper()).first()
    if found is None:
        allowed = "已登记企业的统一社会信用代码，尚未登记的留空"
        raise BadValue(field="建设单位统一社会信用代码", given=uscc, allowed=allowed)
    return found


def plan_investment(
    acting: Acting, project: Project, year: int, plan_fen: int, total_fen: int, reason: str = ""
) -> Project:
    """Another plan for the year, or that of the next year. Raises BadValue, ReasonNeeded, NotYours.

    With a new year what was invested so far becomes what was invested before it; within the year a
    plan that stands is changed with a reason.
    """
    if year < project.year or year > 2100:
        raise BadValue(field="计划年度", given=f"{year}", allowed=f"不早于{project.year}年")
    if plan_fen < 0 or total_fen <= 0:
        raise BadValue(field="年度计划投资、总投资", given="", allowed="不小于零、大于零的金额")
    with handling(acting, project, "plan_investment", "调整投资计划", reason) as held:
        if year == held.year and held.plan_fen is not None:
            needed(reason, "调整本年度投资计划")
        if year > held.year:
            held.before_fen = held.before_fen if held.invested_fen is None else held.invested_fen
        held.year, held.plan_fen, held.total_fen = year, plan_fen, total_fen
    return project
