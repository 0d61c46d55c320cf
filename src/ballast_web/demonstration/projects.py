"""Synthetic major projects over several cities, some on course and some not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from ballast.supervision.periods import span_on
from ballast_web.demonstration.people import PROVINCE, TASK
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.projects import services
from ballast_web.projects.models import Project
from ballast_web.projects.states import ORDER, Stage, place

PACKAGE, CLAUSE = "guangdong/2022-industrial-growth", "（十七）"
#: 分 in a hundred million yuan.
YI = 10_000_000_000
#: Days between one stage and the next, in order, of a project of the usual size.
_PACE = (0, 60, 90, 30, 420, 60, 180, 90)


@dataclass(frozen=True)
class Sketch:
    """A project: `lag` days behind its schedule, `done` of the year's plan invested.

    `weeks` are its reports so far; `needs` what is open, by whom, in how many days; `funds` what
    was granted (kind, in 亿元, the day, the share spent).
    """

    name: str
    city: str
    industry: str
    total: int
    stage: Stage
    lag: int = 0
    done: str = "0.85"
    weeks: int = 3
    needs: tuple[tuple[str, str, str, int], ...] = ()
    funds: tuple[tuple[str, int, tuple[int, int], str], ...] = ()


S = Stage
SKETCHES = (
    Sketch("粤合动力电池材料基地", "440100", "C3841", 62, S.BUILDING, -5, "0.91"),
    Sketch(
        "广合集成电路封装测试线",
        "440100",
        "C3973",
        48,
        S.SIGNED,
        25,
        "0.38",
        needs=(("land", "二期用地农转用指标", PROVINCE, 20),),
        funds=(("policy_finance", 5, (8, 20), "0.2"),),
    ),
    Sketch("深合先进显示模组产线", "440300", "C3974", 85, S.BUILDING, -3, "0.88"),
    Sketch(
        "深合高端医疗影像设备园",
        "440300",
        "C3581",
        30,
        S.STARTED,
        0,
        "0.70",
        funds=(("bond", 4, (3, 15), "0.82"),),
    ),
    Sketch("佛合智能家电产业园", "440600", "C3851", 26, S.COMPLETED, -12, "0.96"),
    Sketch(
        "佛合绿色陶瓷技改",
        "440600",
        "C3071",
        8,
        S.BUILDING,
        0,
        "0.84",
        needs=(("energy", "煤改气管线接入", "city-440600", 10),),
        funds=(("renewal_loan", 2, (9, 30), "0.4"),),
    ),
    Sketch("莞合智能终端整机基地", "441900", "C3922", 55, S.PRODUCING, -20, "1.02", weeks=0),
    Sketch("惠合炼化下游新材料项目", "441300", "C2651", 120, S.BUILDING, 40, "0.51"),
    Sketch(
        "湛合临港钢铁减碳改造",
        "440800",
        "C3120",
        76,
        S.PRELIMINARY,
        15,
        "0.10",
        weeks=0,
        needs=(
            ("environment", "环境影响报告书批复", PROVINCE, 30),
            ("energy", "节能审查意见", PROVINCE, 45),
        ),
    ),
    Sketch("茂合精细化工园区配套", "440900", "C2662", 18, S.BUILDING, 0, "0.83", weeks=0),
    Sketch("韶合装备零部件再制造", "440200", "C3484", 6, S.FULL, -10, "1.00", weeks=0),
    Sketch(
        "云合石材循环利用产业园",
        "445300",
        "C3039",
        5,
        S.STARTED,
        0,
        "0.72",
        weeks=1,
        funds=(("bond", 1, (9, 10), "0.35"), ("budget", 1, (4, 1), "0.9")),
    ),
)


def register_projects() -> None:
    """Register them all by the services that people use, once."""
    if Project.objects.exists():
        return
    for number, sketch in enumerate(SKETCHES, 1):
        with writing(TASK):
            made = services.register(TASK, _entry(number, sketch))
            _schedule(made, sketch)
            _funds(made, sketch)
            _weeks(made, sketch)
            _needs(made, sketch)


def _unit(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def _year_plan(sketch: Sketch) -> int:
    return sketch.total * YI // 4


def _invested(sketch: Sketch) -> int:
    """All that was invested: a fifth before this year, and of the year's plan what is done."""
    return _before(sketch) + int(_year_plan(sketch) * Decimal(sketch.done))


def _before(sketch: Sketch) -> int:
    return sketch.total * YI // 5 if place(sketch.stage) >= place(Stage.BUILDING) else 0


def _entry(number: int, sketch: Sketch) -> services.Entry:
    return services.Entry(
        code=f"2201-{sketch.city}-04-01-{900000 + number}",
        name=sketch.name,
        enterprise_name=f"{sketch.name[:2]}{sketch.name[2:6]}有限公司（合成）",
        region=sketch.city,
        unit=_unit(f"city-{sketch.city}"),
        supervising_unit=_unit(PROVINCE),
        total_fen=sketch.total * YI,
        year=today().year,
        plan_fen=_year_plan(sketch),
        before_fen=_before(sketch),
        invested_fen=_invested(sketch),
        industry=sketch.industry,
        content="合成的演示项目，不对应任何真实项目。",
        package=PACKAGE,
        clause=CLAUSE,
        basis="演示",
    )


def _schedule(made: Project, sketch: Sketch) -> None:
    """The countdown, and the stages reached, as much late as a third of the lag."""
    planned = _planned(sketch)
    services.plan(TASK, made, planned)
    early = timedelta(days=max(sketch.lag, 0) // 3)
    for stage in ORDER[1 : place(sketch.stage) + 1]:
        services.reach(TASK, made, stage, min(planned[stage] + early, today()))


def _planned(sketch: Sketch) -> dict[str, date]:
    """The next stage was due `lag` days ago, or is due in some 75; the others at the usual pace."""
    at = min(place(sketch.stage) + 1, len(ORDER) - 1)
    due = today() + timedelta(days=-sketch.lag if sketch.lag > 0 else 75 - sketch.lag)
    dates: dict[str, date] = {}
    for place_, stage in enumerate(ORDER[1:], 1):
        gap = sum(_PACE[at + 1 : place_ + 1]) if place_ > at else -sum(_PACE[place_ + 1 : at + 1])
        dates[stage] = due + timedelta(days=gap)
    if sketch.stage == Stage.FULL:
        del dates[Stage.LISTED]
    return dates


def _funds(made: Project, sketch: Sketch) -> None:
    for kind, amount, (month, day), share in sketch.funds:
        funding = services.grant(
            TASK, made, kind, amount * YI, date(today().year, month, day), note="演示"
        )
        services.spend(TASK, funding, int(amount * YI * Decimal(share)))


def _weeks(made: Project, sketch: Sketch) -> None:
    """The last weeks' reports, the latest with what is invested now."""
    total = _invested(sketch)
    share = Decimal(total) / made.total_fen
    step = (total - _before(sketch)) // 50
    for back in range(sketch.weeks, 0, -1):
        monday = span_on(today(), "week").first - timedelta(weeks=back)
        invested = total - step * (back - 1)
        said = f"本周完成投资{step / 1_000_000:,.0f}万元，各标段按计划推进。"
        physical = min(share, Decimal(1)).quantize(Decimal("0.001"))
        services.report_week(TASK, made, services.Week(monday, invested, physical, said))


def _needs(made: Project, sketch: Sketch) -> None:
    for kind, what, code, days in sketch.needs:
        until = today() + timedelta(days=days)
        services.open_condition(TASK, made, kind, what, _unit(code), until)
