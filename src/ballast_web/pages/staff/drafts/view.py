"""Drafts of policy packages and rules, on their way into the library."""

from __future__ import annotations

from typing import Any

import django_filters
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballast_web.catalogue.access import access_drafts
from ballast_web.catalogue.models import Draft
from ballast_web.catalogue.states import DraftState
from ballast_web.kernel.roles import STAFF
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page


def _version(row: Any) -> str:
    return str(row.version) if hasattr(row, "version") else ""


COLUMNS = (
    Column("草案", str, "title", link=lambda row: reverse("staff.draft", kwargs={"pk": row.pk})),
    Column(
        "状态", lambda row: row.get_state_display(), "state", template="staff/drafts/state.html"
    ),
    Column("起草单位", lambda row: row.organisation.name, "organisation__name"),
    Column("起草人", lambda row: row.by.name),
    Column("起草时间", lambda row: row.at, "at", "moment"),
    Column("提交时间", lambda row: row.submitted_at, "submitted_at", "moment"),
    Column("审核人", lambda row: row.decided_by and row.decided_by.name),
    Column("发布为", _version),
)


class DraftFilter(django_filters.FilterSet):
    """By words of the title, by state."""

    title = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("标题含"))
    state = django_filters.ChoiceFilter(
        choices=DraftState, label=gettext_lazy("状态"), empty_label=gettext_lazy("全部")
    )

    class Meta:
        model = Draft
        fields = ("title", "state")


@page("drafts/", title="政策草案", roles=STAFF, menu=42, theme="政策")
def drafts(request: Request) -> Response:
    """The drafts of one's territory, the newest first."""
    empty = _("还没有草案。从“文件读入”形成政策草案，或从“规则”修改一项规则。")
    rows = access_drafts(request.acting)
    listing = Listing(request, rows, COLUMNS, DraftFilter, name=_("政策草案"), empty=empty)
    return listing.exported() or drafts.render(request, listing=listing)
