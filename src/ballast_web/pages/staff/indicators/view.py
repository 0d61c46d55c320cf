"""指标台账: what targets count, where each number comes from, its last value, its tasks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter, FilterSet

from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.tasks.view import policies
from ballast_web.supervision import indicators as counting
from ballast_web.supervision import sources
from ballast_web.supervision.indicators import REPORTED, source_label, value_of
from ballast_web.supervision.models import Task
from ballast_web.supervision.states import READERS

Rows = QuerySet[Any]
_REPORTED = "reported"
VALUE = "staff/indicators/value.html"


def origins() -> list[tuple[str, str]]:
    """Where figures may come from: units, and each source of the platform."""
    return [(_REPORTED, REPORTED), *((name, each.LABEL) for name, each in sources.found().items())]


class Work(FilterSet):
    """Words of the indicator, where its number comes from, its document."""

    content = CharFilter(label="指标", lookup_expr="icontains")
    origin = ChoiceFilter(
        label="数据来源", choices=origins, method="comes_from", empty_label="全部"
    )
    package = ChoiceFilter(label="文件", choices=policies, empty_label="全部")

    def comes_from(self, rows: Rows, _name: str, value: str) -> Rows:
        """The indicators with tasks that this fills in; those that units report alone."""
        if value == _REPORTED:
            return rows.filter(filled="")
        return rows.filter(Q(filled=value) | Q(filled__startswith=f"{value}:"))


def leads_to(row: Task) -> str:
    """The indicator's own page."""
    return reverse("staff.indicator", kwargs={"pk": row.pk})


def _known(row: Any) -> str:
    """Of how many units the value is known."""
    return f"{row.known}/{row.uppermost}"


COLUMNS = (
    Column("指标", lambda row: row.content, sort="content", link=leads_to),
    Column("计量单位", lambda row: row.target_unit, sort="target_unit"),
    Column("数据来源", lambda row: source_label(row.filled), sort="filled"),
    Column("填报周期", lambda row: row.get_report_every_display(), sort="report_every"),
    Column("最近值", value_of, sort="total", kind="number", template=VALUE),
    Column("已有数的单位", _known),
    Column("最近一期", lambda row: row.latest or ""),
    Column("更新日期", lambda row: row.updated, sort="updated", kind="day"),
    Column("任务数", lambda row: row.tasks, sort="tasks", kind="number"),
    Column("条款或来源", lambda row: row.clause or row.source),
)


@page("staff/indicators/", title="指标台账", roles=READERS, menu=47, theme="督查", icon="ruler")
def indicators(request: Request) -> Response:
    """The list, by document and clause."""
    rows = counting.indicators(request.acting).order_by("package", "clause", "pk")
    empty = "没有符合条件的指标。有量化目标的任务下达后，它的指标会出现在这里。"
    listing = Listing(request, rows, COLUMNS, filters=Work, name="指标台账", empty=empty)
    return listing.exported() or indicators.render(request, listing=listing)
