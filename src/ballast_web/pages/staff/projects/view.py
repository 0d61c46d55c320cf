"""重大项目调度: the register as a list, as a Gantt chart, and as a map by city."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import django_filters
from django.conf import settings
from django.contrib import messages
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballast_web.catalogue.library import vocabulary
from ballast_web.errors import BadValue
from ballast_web.kernel.lamps import Lamp
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.projects import drawing
from ballast_web.projects import services
from ballast_web.projects.access import access_projects
from ballast_web.projects.models import Funding, Project
from ballast_web.projects.services.facts import open_conditions, open_milestones
from ballast_web.projects.services.lighting import with_all
from ballast_web.projects.states import (
    HANDLERS,
    IMPORTERS,
    ORDER,
    READERS,
    FundKind,
    Stage,
)

VIEWS = {"list": gettext_lazy("清单"), "gantt": gettext_lazy("甘特图"), "map": gettext_lazy("地图")}


def _cities() -> list[tuple[str, str]]:
    entries = vocabulary().codelists["regions"].children(settings.BALLAST_PROVINCE)
    return [(each.code[:4], each.label) for each in entries]


class ProjectFilter(django_filters.FilterSet):
    """By words of the name, stage, lamp, city and kind of public money."""

    name = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("名称含"))
    stage = django_filters.ChoiceFilter(
        choices=Stage.choices, label=gettext_lazy("阶段"), empty_label=gettext_lazy("全部")
    )
    lamp = django_filters.ChoiceFilter(
        choices=Lamp.choices, label=gettext_lazy("灯色"), empty_label=gettext_lazy("全部")
    )
    region = django_filters.ChoiceFilter(
        choices=_cities,
        lookup_expr="startswith",
        label=gettext_lazy("地区"),
        empty_label=gettext_lazy("全部"),
    )
    funding = django_filters.ChoiceFilter(
        choices=FundKind.choices,
        method="of_funding",
        label=gettext_lazy("专项资金类别"),
        empty_label=gettext_lazy("不限"),
    )

    class Meta:
        model = Project
        fields = ("name", "stage", "lamp", "region")

    def of_funding(self, rows: QuerySet[Project], _name: str, value: str) -> QuerySet[Project]:
        """Projects that have money of this kind."""
        return rows.filter(Exists(Funding.objects.filter(project=OuterRef("pk"), kind=value)))


def address(row: Project) -> str:
    """Where the project's own page is."""
    return reverse("staff.project", kwargs={"pk": row.pk})


def region(row: Project) -> str:
    """The project's city and county in words."""
    entries = vocabulary().codelists["regions"].path(row.region)
    return "".join(each.label for each in entries[1:]) or row.region


def percent(share: Decimal | None) -> Decimal | None:
    """A share as percent with one digit."""
    return None if share is None else (share * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def year_share(row: Project) -> Decimal | None:
    """How much of the year's plan is done; None where either is unknown."""
    if not row.plan_fen or row.year_fen is None:
        return None
    return Decimal(row.year_fen) / row.plan_fen


def _next(row: Project) -> Any:
    return next(iter(open_milestones(row)), None)


_SHARE = "components/project/share.html"
COLUMNS = (
    Column(
        "灯色", Project.get_lamp_display, "rank", template="components/supervision/row_lamp.html"
    ),
    Column("项目", lambda row: row.name, "name", link=address),
    Column("地区", region, "region"),
    Column("责任单位", lambda row: row.unit.name, "unit__name"),
    Column("阶段", Project.get_stage_display, "along"),
    Column("下一节点", _next, template="components/project/next.html"),
    Column("总投资", lambda row: row.total_fen, "total_fen", "money"),
    Column("年度计划", lambda row: row.plan_fen, "plan_fen", "money"),
    Column("年度完成", lambda row: row.year_fen, kind="money"),
    Column("完成率", lambda row: percent(year_share(row)), kind="number", template=_SHARE),
    Column("待解决", lambda row: len(open_conditions(row)), "waiting", "number"),
)


def _planned(stage: str) -> Column:
    def day(row: Project) -> Any:
        return next((each.planned for each in row.milestones.all() if each.stage == stage), None)

    return Column(f"计划{Stage(stage).label}日期", day, kind="day")


#: The sheet holds what an import asks, and what has become of it since.
EXPORTED = (
    Column("项目编号", lambda row: row.number),
    Column("项目代码", lambda row: row.code),
    Column("项目名称", lambda row: row.name),
    Column("建设单位", lambda row: row.enterprise_name),
    Column("行业", lambda row: row.industry),
    Column("项目所在地", region),
    Column("责任单位", lambda row: row.unit.name),
    Column("督导单位", lambda row: row.supervising_unit and row.supervising_unit.name),
    Column("总投资（元）", lambda row: row.total_fen, kind="money"),
    Column("计划年度", lambda row: row.year, kind="number"),
    Column("年度计划投资（元）", lambda row: row.plan_fen, kind="money"),
    Column("上年底累计完成投资（元）", lambda row: row.before_fen, kind="money"),
    Column("累计完成投资（元）", lambda row: row.invested_fen, kind="money"),
    Column("形象进度（%）", lambda row: percent(row.physical), kind="number"),
    Column("阶段", Project.get_stage_display),
    Column("灯色", Project.get_lamp_display),
    *(_planned(stage) for stage in ORDER[1:]),
    Column("专项资金到位（元）", drawing.granted, kind="money"),
    Column("专项资金支出（元）", drawing.spent, kind="money"),
    Column("待解决要素保障事项", lambda row: len(open_conditions(row)), kind="number"),
    Column("依据说明", lambda row: row.basis),
)


@page("staff/projects/", title="重大项目", roles=READERS, menu=48, icon="building-bridge")
def projects(request: Request) -> Response:
    """The register; `?view=` gantt or map, `?template` a workbook to fill in, posted to import."""
    if request.method == "POST":
        return _imported(request)
    if "template" in request.GET and request.acting.role in IMPORTERS:
        name = "重大项目导入模板.xlsx"
        return FileResponse(services.template(), as_attachment=True, filename=name)
    shown = request.GET.get("view", "list")
    if shown not in VIEWS:
        raise BadValue(field="视图", given=shown, allowed="、".join(map(str, VIEWS.values())))
    columns = EXPORTED if "export" in request.GET else COLUMNS
    empty = _("没有符合条件的项目。可以逐个登记，也可以用Excel模板批量导入。")
    rows = with_all(_rows(request))
    listing = Listing(request, rows, columns, ProjectFilter, "重大项目", empty)
    return listing.exported() or _shown(request, listing, shown)


def _rows(request: Request) -> QuerySet[Project]:
    worst = [When(lamp=lamp, then=Value(at)) for at, lamp in enumerate(Lamp)]
    along = [When(stage=stage, then=Value(at)) for at, stage in enumerate(ORDER)]
    rows = access_projects(request.acting).annotate(
        rank=Case(*worst, default=Value(len(worst))),
        along=Case(*along, default=Value(0)),
        waiting=Count("conditions", filter=Q(conditions__state="open"), distinct=True),
    )
    return rows.order_by("rank", "region", "pk")


def _shown(request: Request, listing: Listing, shown: str) -> Response:
    chosen: QuerySet[Any] = listing.chosen
    extra: dict[str, Any] = {}
    if shown == "gantt":
        extra = drawing.gantt(list(chosen[: drawing.MOST]), chosen.count())
    elif shown == "map":
        extra = drawing.by_city(chosen)
    return projects.render(
        request,
        listing=listing,
        shown=shown,
        views=VIEWS,
        lamps=drawing.lamps(chosen),
        may_register=request.acting.role in HANDLERS,
        may_import=request.acting.role in IMPORTERS,
        **extra,
    )


def _imported(request: Request) -> Response:
    """Register the projects of the workbook that is uploaded."""
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise BadValue(field="文件", given="未选择", allowed="一个Excel工作簿")
    made = services.receive(request.acting, upload)
    if made.state == "finished":
        messages.success(request, _("已登记%(n)s个项目。") % {"n": made.imported})
    if number := len(services.waiting(made)):
        told = _("有%(n)s个已登记项目的内容有变化，请核对后确认更新。")
        messages.warning(request, told % {"n": number})
    return redirect("staff.one_import", key=made.pk)
