"""Nominations of cities: of this year and before; a city begins its own here."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Avg, Count
from django.shortcuts import redirect
from django.urls import reverse
from django_filters import ChoiceFilter, FilterSet, NumberFilter

from ballast_web.errors import BadValue
from ballast_web.kernel.clock import today
from ballast_web.kernel.roles import Level
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.scorecards import services
from ballast_web.scorecards.access import access_nominations
from ballast_web.scorecards.models import Nomination
from ballast_web.scorecards.states import CLAUSES, VIEWERS, NominationKind, NominationState
from ballast_web.supervision.states import OFFICERS


class Work(FilterSet):
    """Year, kind, state."""

    year = NumberFilter(label="年度")
    kind = ChoiceFilter(label="申报事项", choices=NominationKind.choices, empty_label="全部")
    state = ChoiceFilter(label="状态", choices=NominationState.choices, empty_label="全部")


def leads_to(row: Nomination) -> str:
    """The nomination's own page."""
    return reverse("staff.nomination", kwargs={"pk": row.pk})


COLUMNS = (
    Column("申报单位", lambda row: row.unit.name, sort="unit__name", link=leads_to),
    Column("年度", lambda row: row.year, sort="year", kind="number"),
    Column("申报事项", lambda row: row.get_kind_display(), sort="kind"),
    Column("状态", lambda row: row.get_state_display(), sort="state"),
    Column("提交日期", lambda row: row.submitted_on, sort="submitted_on", kind="day"),
    Column("评分人数", lambda row: row.scorers, sort="scorers", kind="number"),
    Column("平均分", lambda row: row.average, sort="average", kind="number"),
    Column("决定日期", lambda row: row.decided_on, sort="decided_on", kind="day"),
)


@page(
    "staff/nominations/",
    title="成效明显城市",
    roles=VIEWERS,
    menu=49,
    theme="通报评价",
    icon="award",
)
def nominations(request: Request) -> Response:
    """The list, the newest first."""
    if request.method == "POST":
        return _begun(request)
    rows = access_nominations(request.acting).annotate(
        scorers=Count("scores"), average=Avg("scores__points")
    )
    empty = "没有申报。市（州）起草并提交后，省级督查部门评分并确定名单。"
    listing = Listing(
        request, rows.order_by("-year", "pk"), COLUMNS, Work, name="成效明显城市申报", empty=empty
    )
    unit = request.acting.organisation
    return listing.exported() or nominations.render(
        request,
        listing=listing,
        year=today().year,
        kinds=[(kind, CLAUSES[kind]) for kind in NominationKind],
        may_begin=request.acting.role in OFFICERS and unit is not None and unit.level == Level.CITY,
    )


def _begun(request: Request) -> Response:
    kind = request.POST.get("kind", "")
    if kind not in NominationKind.values:
        allowed = "、".join(str(each.label) for each in NominationKind)
        raise BadValue(field="申报事项", given=kind, allowed=allowed)
    statement = request.POST.get("text", "")
    made = services.begin(request.acting, NominationKind(kind), statement)
    messages.success(request, "已存为草稿，请上传佐证材料后提交。")
    return redirect("staff.nomination", pk=made.pk)
