"""Every application of the enterprise, and where each stands."""

from __future__ import annotations

from django.urls import reverse
from django_filters import ChoiceFilter, FilterSet

from ballast_web.applications.access import access_applications
from ballast_web.applications.models import Application
from ballast_web.applications.states import State
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page


class ByState(FilterSet):
    """Filter by state."""

    state = ChoiceFilter(label="状态", choices=State.choices, empty_label="全部")


def leads_to(row: Application) -> str:
    """The application's own page."""
    return reverse("enterprise.application", kwargs={"pk": row.pk})


AMOUNT = "components/application/amount.html"
COLUMNS = (
    Column("编号", lambda row: row.number, sort="pk", link=leads_to),
    Column("措施", lambda row: row.label, sort="label"),
    Column("对象", lambda row: row.whose),
    Column("期间", lambda row: row.period, sort="period"),
    Column(
        "状态",
        lambda row: row.get_state_display(),
        sort="state",
        template="components/application/state.html",
    ),
    Column("可兑付金额", lambda row: row.payable_fen, "payable_fen", "money", template=AMOUNT),
    Column("核准金额", lambda row: row.amount_fen, "amount_fen", "money", template=AMOUNT),
    Column("提交日", lambda row: row.submitted_on, sort="submitted_on", kind="day"),
    Column("期限", lambda row: row.due, sort="due", template="components/application/due.html"),
)


@page("enterprise/applications/", title="我的申报", roles=ENTERPRISE, menu=24, icon="send")
def applications(request: Request) -> Response:
    """The list, the latest first."""
    rows = access_applications(request.acting).order_by("-pk")
    empty = "还没有申报。请在“我的政策”中选择符合条件的措施，点击“申报”。"
    listing = Listing(request, rows, COLUMNS, filters=ByState, name="我的申报", empty=empty)
    return listing.exported() or applications.render(request, listing=listing)
