"""通报: those that the unit issues, a new draft of a period, and those that it was sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast.supervision.periods import Span
from ballast_web.circulars import services
from ballast_web.circulars.access import access_circulars, access_receipts
from ballast_web.circulars.models import Circular
from ballast_web.circulars.services.drafting import Every
from ballast_web.circulars.states import ISSUERS, WRITERS, CircularKind, CircularState
from ballast_web.errors import BadValue
from ballast_web.kernel.clock import today
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page
from ballast_web.supervision.states import READERS

#: How many periods back a draft is offered.
OFFERED: dict[Every, int] = {"month": 6, "quarter": 4}
RECENT = 20

_SENT_CORRECTIONS = Circular.objects.filter(state=CircularState.SENT)


def _state(row: Any) -> str:
    """Where it stands; what was corrected says so."""
    state = str(row.get_state_display())
    return f"{state}（已更正）" if row.corrected else state


ISSUED = (
    Column(
        "标题",
        lambda each: each.title,
        "title",
        link=lambda each: reverse("staff.circular", kwargs={"pk": each.pk}),
    ),
    Column("文种", Circular.get_kind_display, "kind"),
    Column("期间", lambda each: each.period, "last"),
    Column("发文字号", lambda each: each.number, "number"),
    Column("状态", _state, "state"),
    Column("成文日期", lambda each: each.dated, "dated", "day"),
    Column("已阅", lambda each: f"{each.seen}/{each.sent_to}" if each.sent_to else "", "seen"),
)
RECEIVED = (
    Column(
        "标题",
        lambda each: each.circular.title,
        "circular__title",
        link=lambda each: reverse("staff.received_circular", kwargs={"pk": each.pk}),
    ),
    Column("发文单位", lambda each: each.circular.issuer.name, "circular__issuer__name"),
    Column("发文字号", lambda each: each.circular.number, "circular__number"),
    Column("更正情况", lambda each: "已更正" if each.corrected else ""),
    Column("印发时间", lambda each: each.circular.sent_at, "circular__sent_at", "moment"),
    Column("阅知时间", lambda each: each.read_at, "read_at", "moment"),
)


@page(
    "staff/circulars/",
    title="通报",
    roles=READERS,
    menu=46,
    theme="通报评价",
    icon="speakerphone",
)
def circulars(request: Request) -> Response:
    """The lists; posting a kind and a period drafts."""
    if request.method == "POST":
        return _drafted(request)
    corrections = _SENT_CORRECTIONS.filter(corrects=OuterRef("circular"))
    received = access_receipts(request.acting).annotate(corrected=Exists(corrections))
    if request.acting.role not in ISSUERS:
        empty = _("还没有收到通报。")
        listing = Listing(request, received, RECEIVED, name=_("收到的通报"), empty=empty)
        return listing.exported() or circulars.render(request, listing=listing)
    rows = access_circulars(request.acting).annotate(
        sent_to=Count("receipts"),
        seen=Count("receipts", filter=Q(receipts__read_at__isnull=False)),
        corrected=Exists(_SENT_CORRECTIONS.filter(corrects=OuterRef("pk"))),
    )
    empty = _("还没有通报。选择期间，由平台按任务情况起草。")
    listing = Listing(request, rows, ISSUED, name=_("本单位发出的通报"), empty=empty)
    return listing.exported() or circulars.render(
        request,
        listing=listing,
        received=received[:RECENT],
        kinds=CircularKind.choices if request.acting.role in WRITERS else (),
        months=periods("month"),
        quarters=periods("quarter"),
    )


def periods(every: Every) -> list[tuple[str, Span]]:
    """The periods that a draft is offered of, the present one first, each with its form value."""
    found: list[tuple[str, Span]] = []
    day = today()
    for _each in range(OFFERED[every]):
        span = services.period_on(day, every)
        found.append((f"{every}:{span.first}", span))
        day = span.first - timedelta(days=1)
    return found


def _drafted(request: Request) -> Response:
    given, kind = request.POST.get("period", ""), request.POST.get("kind", "")
    if kind not in CircularKind:
        allowed = "、".join(CircularKind.labels)
        raise BadValue(field=_("文种"), given=kind, allowed=allowed)
    made = services.draft(request.acting, CircularKind(kind), _span(given))
    messages.success(request, _("已按当前任务情况起草，请核对修改后送审。"))
    return redirect("staff.circular", pk=made.pk)


def _span(given: str) -> Span:
    every, _parted, first = given.partition(":")
    try:
        day = date.fromisoformat(first)
    except ValueError:
        day = None
    if every not in OFFERED or day is None:
        raise BadValue(field=_("期间"), given=given, allowed=_("列表中的月份或季度"))
    return services.period_on(day, "month" if every == "month" else "quarter")
