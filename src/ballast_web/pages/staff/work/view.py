"""The work list: what waits for whom, by state, measure, city; what is overdue."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet
from django_filters.widgets import BooleanWidget

from ballast_web.applications.access import access_applications
from ballast_web.applications.models import Application
from ballast_web.applications.states import AT_WORK, READERS, State
from ballast_web.catalogue.library import vocabulary
from ballast_web.kernel.clock import today
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page

Rows = QuerySet[Application]


class YesNoSelect(BooleanWidget):
    """全部, 是 or 否."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs)
        self.choices = (("", "全部"), ("true", "是"), ("false", "否"))


def cities(request: HttpRequest | None) -> list[tuple[str, str]]:
    """The cities of the territory of whoever asks, by the digits of their regions."""
    organisation = request.acting.organisation if request else None  # type: ignore[attr-defined]
    territory = organisation.territory if organisation else ""
    regions = vocabulary().codelists["regions"]
    province = f"{territory[:2]}0000"
    found = regions.children(province) if regions.known(province) else []
    return [
        (entry.code[:4], entry.label) for entry in found if entry.code.startswith(territory[:4])
    ]


def filter_overdue(rows: Rows, _name: str, value: bool) -> Rows:
    """Past their deadline, with officers; or not."""
    late = {"due__lt": today(), "state__in": list(AT_WORK)}
    return rows.filter(**late) if value else rows.exclude(**late)


def filter_measure(rows: Rows, _name: str, value: str) -> Rows:
    """The measures whose name holds the words."""
    return rows.filter(label__icontains=value)


class Work(FilterSet):
    """State, measure, city, overdue, automatic."""

    state = ChoiceFilter(
        label="状态",
        choices=[each for each in State.choices if each[0] != State.DRAFT],
        empty_label="全部",
    )
    measure = CharFilter(label="措施", method=filter_measure)
    city = ChoiceFilter(
        label="城市",
        field_name="enterprise__region",
        lookup_expr="startswith",
        choices=(),
        empty_label="全部",
    )
    overdue = BooleanFilter(label="已逾期", method=filter_overdue, widget=YesNoSelect)
    automatic = BooleanFilter(label="免申即享", widget=YesNoSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["city"].extra["choices"] = cities(self.request)


def leads_to(row: Application) -> str:
    """The application's own page."""
    return reverse("staff.application", kwargs={"pk": row.pk})


AMOUNT = "components/application/amount.html"
COLUMNS = (
    Column("编号", lambda row: row.number, sort="pk", link=leads_to),
    Column("企业", lambda row: row.enterprise.name, sort="enterprise__name"),
    Column(
        "城市",
        lambda row: vocabulary().codelists["regions"].label(f"{row.enterprise.region[:4]}00"),
    ),
    Column("措施", lambda row: row.label, sort="label"),
    Column("对象", lambda row: row.whose),
    Column(
        "状态",
        lambda row: row.get_state_display(),
        sort="state",
        template="components/application/state.html",
    ),
    Column("可兑付金额", lambda row: row.payable_fen, "payable_fen", "money", template=AMOUNT),
    Column("核准金额", lambda row: row.amount_fen, "amount_fen", "money", template=AMOUNT),
    Column("提交日", lambda row: row.submitted_on, sort="submitted_on", kind="day"),
    Column("办理期限", lambda row: row.due, sort="due", template="components/application/due.html"),
)


@page("staff/work/", title="申报办理", roles=READERS, menu=44, theme="企业与申报", icon="checklist")
def work(request: Request) -> Response:
    """The list, the most urgent first."""
    rows = access_applications(request.acting).order_by("due", "pk")
    empty = "没有符合条件的申报。企业提交或平台建立免申即享案件后，会出现在这里。"
    listing = Listing(request, rows, COLUMNS, filters=Work, name="申报办理清单", empty=empty)
    return listing.exported() or work.render(
        request, listing=listing, counts=_counts(access_applications(request.acting))
    )


def _counts(rows: Rows) -> list[tuple[str, str, int]]:
    """How many wait in each state that somebody works on, and how many are overdue."""
    waiting = [State.SUBMITTED, State.REVIEWING, State.SUPPLEMENT, State.RECOMMENDED]
    waiting += [State.PUBLICISED, State.PAYABLE]
    found = [
        (str(state.label), f"?state={state.value}", rows.filter(state=state).count())
        for state in waiting
    ]
    late = filter_overdue(rows, "", True).count()
    return [*found, ("已逾期", "?overdue=true", late)]
