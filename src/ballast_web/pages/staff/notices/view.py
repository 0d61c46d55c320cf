"""预警提示: what a unit's lamps tell it, the unread first; read here or on a notice's own page."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet

from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.pages.staff.work.view import YesNoSelect
from ballast_web.supervision import services
from ballast_web.supervision.access import access_notices
from ballast_web.supervision.models import Notice
from ballast_web.supervision.services.noticing import waiting
from ballast_web.supervision.states import READERS, SUPERVISORS, Lamp

Rows = QuerySet[Notice]
#: Where a notice stands, with what each is told apart by.
STATES = {
    "unread": "未读",
    "read": "已读",
    "held": "暂不提示",
    "ended": "已解除",
}
_OPEN = Q(ended_on__isnull=True)
_OF = {
    "unread": _OPEN & Q(held_back="", read_at__isnull=True),
    "read": _OPEN & Q(held_back="", read_at__isnull=False),
    "held": _OPEN & ~Q(held_back=""),
    "ended": ~_OPEN,
}


class Work(FilterSet):
    """State, lamp, words of the reason, unit, my own unit."""

    state = ChoiceFilter(
        label="状态", choices=list(STATES.items()), method="of_state", empty_label="全部"
    )
    lamp = ChoiceFilter(
        label="灯色",
        choices=[each for each in Lamp.choices if each[0] in (Lamp.RED, Lamp.YELLOW)],
        empty_label="全部",
    )
    label = CharFilter(label="事由", lookup_expr="icontains")
    unit = CharFilter(label="单位", field_name="unit__name", lookup_expr="icontains")
    mine = BooleanFilter(label="本单位", method="own_unit", widget=YesNoSelect)

    def of_state(self, rows: Rows, _name: str, value: str) -> Rows:
        """The notices that stand so."""
        return rows.filter(_OF[value])

    def own_unit(self, rows: Rows, _name: str, value: bool) -> Rows:
        """The notices to the unit of whoever asks, or those to others."""
        own = {"unit": self.request.acting.organisation}
        return rows.filter(**own) if value else rows.exclude(**own)


def state_of(row: Notice) -> str:
    """Where it stands, in a word."""
    if row.ended_on is not None:
        return STATES["ended"]
    if row.held_back:
        return STATES["held"]
    return STATES["unread" if row.read_at is None else "read"]


def leads_to(row: Notice) -> str:
    """The notice's own page, with its tasks."""
    return reverse("staff.notice", kwargs={"pk": row.pk})


LAMP = "components/supervision/row_lamp.html"
COLUMNS = (
    Column("状态", state_of, sort="place"),
    Column("灯色", lambda row: row.get_lamp_display(), sort="lamp", template=LAMP),
    Column("事由", lambda row: row.label, sort="label", link=leads_to),
    Column("单位", lambda row: row.unit.name, sort="unit__name"),
    Column("涉及任务", lambda row: len(row.tasks), kind="number"),
    Column("自", lambda row: row.first_on, sort="first_on", kind="day"),
    Column("提示日期", lambda row: row.told_on, sort="told_on", kind="day"),
    Column("阅知时间", lambda row: row.read_at, sort="read_at", kind="moment"),
    Column("解除日期", lambda row: row.ended_on, sort="ended_on", kind="day"),
    Column("暂不提示的原因", lambda row: row.held_back),
)


@page("staff/notices/", title="预警提示", roles=READERS, menu=46, theme="督查", icon="bell-ringing")
def notices(request: Request) -> Response:
    """The list, what the own unit has not read first."""
    if request.method == "POST":
        _read(request)
        return redirect(request.get_full_path())
    rows = in_order(request.acting)
    empty = "没有符合条件的预警提示。任务亮红灯、黄灯的次日，会在这里提示责任单位。"
    listing = Listing(request, rows, COLUMNS, filters=Work, name="预警提示", empty=empty)
    return listing.exported() or notices.render(
        request,
        listing=listing,
        unread=unread(request.acting),
        supervises=request.acting.role in SUPERVISORS,
    )


def in_order(acting: Acting) -> Rows:
    """What `acting` sees: unread by the own unit, by others, read, kept back, ended."""
    standing = [_OF[name] for name in STATES]
    places = [When(waiting(acting), then=Value(0))]
    places += [When(each, then=Value(at)) for at, each in enumerate(standing, 1)]
    rows = access_notices(acting).annotate(place=Case(*places, default=Value(len(standing))))
    return rows.order_by("place", F("told_on").desc(nulls_last=True), "-pk")


def unread(acting: Acting) -> int:
    """How many notices wait to be read by the unit of whoever asks."""
    return access_notices(acting).filter(waiting(acting)).count()


def _read(request: Request) -> None:
    """Mark one as read, or all."""
    acting, key = request.acting, request.POST.get("notice", "")
    if request.POST.get("action") not in ("read", "read_all"):
        raise BadValue(field="操作", given=request.POST.get("action"), allowed="页面上的按钮")
    rows = access_notices(acting).filter(waiting(acting))
    if request.POST["action"] == "read":
        rows = rows.filter(pk=key if key.isdecimal() else 0)
    found = list(rows)
    if not found:
        raise NotHere(what="待阅的预警提示")
    for each in found:
        services.read(acting, each)
    messages.success(request, _("已阅%(n)s条。") % {"n": len(found)})
