"""Tasks of units: by lamp, state, policy and city; proposed from the library and issued."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet

from ballast_web.catalogue import library
from ballast_web.errors import BadValue
from ballast_web.kernel.clock import today
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.work.view import YesNoSelect, cities
from ballast_web.supervision import services
from ballast_web.supervision.access import access_tasks
from ballast_web.supervision.models import Task
from ballast_web.supervision.states import (
    READERS,
    RUNNING,
    SUPERVISORS,
    Lamp,
    TaskKind,
    TaskState,
)

Rows = QuerySet[Task]
LAMP, PACE = "components/supervision/row_lamp.html", "components/supervision/pace.html"


def filter_overdue(rows: Rows, _name: str, value: bool) -> Rows:
    """Past their time and running; or not."""
    late = {"due__lt": today(), "state__in": list(RUNNING)}
    return rows.filter(**late) if value else rows.exclude(**late)


def policies(_request: HttpRequest | None = None) -> list[tuple[str, str]]:
    """The published packages by name, with what each is called."""
    packages = library.current().packages
    return [(name, packages[name].policy.title) for name in sorted(packages)]


class Work(FilterSet):
    """Lamp, state, kind, policy, words, city, overdue, my own unit."""

    lamp = ChoiceFilter(label="灯色", choices=Lamp.choices, empty_label="全部")
    state = ChoiceFilter(label="状态", choices=TaskState.choices, empty_label="全部")
    kind = ChoiceFilter(label="类别", choices=TaskKind.choices, empty_label="全部")
    package = ChoiceFilter(label="文件", choices=policies, empty_label="全部")
    name = CharFilter(label="任务", lookup_expr="icontains")
    city = ChoiceFilter(
        label="城市", field_name="region", lookup_expr="startswith", choices=(), empty_label="全部"
    )
    overdue = BooleanFilter(label="已逾期", method=filter_overdue, widget=YesNoSelect)
    mine = BooleanFilter(label="本单位", method="own_unit", widget=YesNoSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["city"].extra["choices"] = cities(self.request)

    def own_unit(self, rows: Rows, _name: str, value: bool) -> Rows:
        """The tasks of the unit of whoever asks, or those of others."""
        own = {"unit": self.request.acting.organisation}
        return rows.filter(**own) if value else rows.exclude(**own)


def leads_to(row: Task) -> str:
    """The task's own page."""
    return reverse("staff.task", kwargs={"pk": row.pk})


COLUMNS = (
    Column("编号", lambda row: row.number, sort="pk", link=leads_to),
    Column("任务", lambda row: row.name, sort="name"),
    Column("责任单位", lambda row: row.unit.name if row.unit else "待指定", sort="unit__name"),
    Column("分工", lambda row: row.get_part_display(), sort="part"),
    Column("条款或来源", lambda row: row.clause or row.source),
    Column("类别", lambda row: row.get_kind_display(), sort="kind"),
    Column("灯色", lambda row: row.get_lamp_display(), sort="lamp", template=LAMP),
    Column("进度", lambda row: row.progress, sort="progress", template=PACE),
    Column("完成时限", lambda row: row.due, sort="due", kind="day"),
    Column("状态", lambda row: row.get_state_display(), sort="state"),
)


@page("staff/tasks/", title="督查任务", roles=READERS, menu=46, theme="督查", icon="list-check")
def tasks(request: Request) -> Response:
    """The list, the earliest due first; a supervisor proposes and issues here."""
    rows = access_tasks(request.acting).order_by("due", "pk")
    empty = "没有符合条件的任务。督查专员从政策库提出并下达后，任务会出现在这里。"
    listing = Listing(request, rows, COLUMNS, filters=Work, name="督查任务", empty=empty)
    if request.method == "POST":
        return _done(request, listing)
    supervises = request.acting.role in SUPERVISORS
    return listing.exported() or tasks.render(
        request,
        listing=listing,
        counts=_counts(request),
        supervises=supervises,
        packages=policies() if supervises else [],
        proposed=rows.filter(state=TaskState.PROPOSED).count() if supervises else 0,
    )


def _counts(request: Request) -> list[tuple[Lamp, int]]:
    """How many running tasks show each lamp."""
    rows = access_tasks(request.acting).filter(state__in=RUNNING)
    counted = rows.order_by().values_list("lamp").annotate(many=Count("*"))
    found: dict[str, int] = dict(counted)
    return [(lamp, found.get(lamp.value, 0)) for lamp in Lamp]


def _done(request: Request, listing: Listing) -> Response:
    action = request.POST.get("action")
    if action == "propose":
        package = request.POST.get("package", "")
        if package not in dict(policies()):
            raise BadValue(field="文件", given=package, allowed="政策库中的文件")
        number = services.propose(request.acting, [package])
        messages.success(request, f"已提出{number}项新任务，请核对后下达。")
    elif action == "issue":
        chosen = listing.chosen.filter(state=TaskState.PROPOSED).values("pk")
        wanted = access_tasks(request.acting).filter(pk__in=chosen).order_by("pk")
        number, without = services.issue_all(request.acting, wanted)
        messages.success(request, f"已下达{number}项任务。")
        if without:
            text = f"{len(without)}项任务还没有责任单位，没有下达，请逐项指定。"
            messages.warning(request, text)
    else:
        raise BadValue(field="操作", given=f"{action}", allowed="页面上的按钮")
    return redirect(request.get_full_path())
