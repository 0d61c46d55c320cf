"""What the buttons of a project's page do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ballast_web.errors import NotHere
from ballast_web.pages.page import Request
from ballast_web.pages.staff.project.forms import (
    BackForm,
    GrantForm,
    InvestmentForm,
    NeedForm,
    PlanForm,
    ReachForm,
    WeekForm,
    given,
)
from ballast_web.payments.amounts import fen_of
from ballast_web.projects import services
from ballast_web.projects.models import Condition, Funding, Project
from ballast_web.projects.states import Stage


def _reach(request: Request, found: Project) -> str:
    made = given(ReachForm(found, request.POST))
    services.reach(request.acting, found, made["stage"], made["day"], made["said"])
    return f"已登记{Stage(made['stage']).label}。"


def _back(request: Request, found: Project) -> str:
    made = given(BackForm(found, request.POST))
    services.back(request.acting, found, made["stage"], made["reason"])
    return f"已退回到{Stage(made['stage']).label}，并留有记录。"


def _plan(request: Request, found: Project) -> str:
    made = given(PlanForm(found, {}, request.POST))
    reason = made.pop("reason")
    planned = {each.stage for each in found.milestones.all() if each.planned}
    dates = {stage: day for stage, day in made.items() if day is not None or stage in planned}
    services.plan(request.acting, found, dates, reason)
    return "工期已排定。"


def _week(request: Request, found: Project) -> str:
    made = given(WeekForm(request.POST))
    week = services.Week(
        day=made["day"],
        invested_fen=fen_of(made["invested"], "累计完成投资"),
        physical=made["physical"] / 100,
        said=made["said"],
        files=request.FILES.getlist("files"),
    )
    report = services.report_week(request.acting, found, week)
    return f"{report.label}周报已报送。"


def _need(request: Request, found: Project) -> str:
    made = given(NeedForm(request.acting, found, request.POST))
    services.open_condition(
        request.acting, found, made["kind"], made["what"], made["unit"], made["until"]
    )
    return f"已提请{made['unit'].name}解决。"


def _solve(request: Request, found: Project) -> str:
    condition = Condition.objects.filter(project=found, pk=_key(request)).first()
    if condition is None:
        raise NotHere(what="这项要素保障事项")
    services.solve_condition(request.acting, condition, request.POST.get("answer", ""))
    return "已办结。"


def _grant(request: Request, found: Project) -> str:
    made = given(GrantForm(request.POST))
    funding = services.grant(
        request.acting,
        found,
        made["kind"],
        fen_of(made["granted"], "到位资金"),
        made["granted_on"],
        made["until"],
        made["note"],
    )
    return f"已登记，应在{funding.spend_by}前支出完毕。"


def _spend(request: Request, found: Project) -> str:
    funding = Funding.objects.filter(project=found, pk=_key(request)).first()
    if funding is None:
        raise NotHere(what="这笔资金")
    services.spend(request.acting, funding, fen_of(request.POST.get("spent", ""), "累计支出"))
    return "支出数已更新。"


def _investment(request: Request, found: Project) -> str:
    made = given(InvestmentForm(found, request.POST))
    plan, total = fen_of(made["plan"], "年度计划投资"), fen_of(made["total"], "总投资")
    services.plan_investment(request.acting, found, made["year"], plan, total, made["reason"])
    return "投资计划已调整。"


def _key(request: Request) -> int:
    given_key = request.POST.get("key", "")
    return int(given_key) if given_key.isdecimal() and len(given_key) < 19 else 0


ACTIONS: Mapping[str, Callable[[Request, Project], str]] = {
    "reach": _reach,
    "back": _back,
    "plan": _plan,
    "week": _week,
    "need": _need,
    "solve": _solve,
    "grant": _grant,
    "spend": _spend,
    "investment": _investment,
}
