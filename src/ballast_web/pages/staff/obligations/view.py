"""周期任务: the unit's duties of the running period, each registered in place."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ballast_web.applications.evidence import ENDINGS, allowed
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.wording import said
from ballast_web.pages.page import Request, Response, page
from ballast_web.supervision import services
from ballast_web.supervision.access import access_obligations
from ballast_web.supervision.inputs import day_of
from ballast_web.supervision.models import Event, Obligation
from ballast_web.supervision.services.events import LATE
from ballast_web.supervision.states import OFFICERS, RUNNING, SUPERVISORS, ObligationState

#: Periods on one page, and how far back a supervisor sees those missed, in days.
PER_PAGE, BACK = 25, 100


@page(
    "staff/obligations/",
    title="周期任务",
    roles=OFFICERS | SUPERVISORS,
    menu=63,
    theme="督查",
    icon="repeat",
)
def obligations(request: Request) -> Response:
    """A unit's periods to be met; for a supervisor those missed in the territory."""
    rows = _rows(request.acting)
    if request.method == "POST":
        _done(request)
        return redirect(request.get_full_path())
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return obligations.render(
        request,
        found=found,
        supervises=request.acting.role in SUPERVISORS,
        accept=",".join(f".{ending}" for ending in ENDINGS),
        allowed=allowed(),
        late=LATE,
    )


def _rows(acting: Acting) -> QuerySet[Obligation]:
    """What can be done something about, the most urgent first."""
    day = today()
    rows = access_obligations(acting).filter(task__state__in=RUNNING)
    rows = rows.prefetch_related("events__withdrawal").order_by("last", "pk")
    if acting.role in SUPERVISORS:
        missed = rows.filter(state=ObligationState.MISSED, last__gte=day - timedelta(days=BACK))
        return missed.order_by("-last", "task__unit__code", "pk")
    running = Q(first__lte=day, last__gte=day)
    late = Q(state=ObligationState.MISSED, last__gte=day - timedelta(days=LATE))
    return rows.filter(running | late, task__unit=acting.organisation)


def _done(request: Request) -> None:
    """Register what was done, take it back, or excuse."""
    if request.POST.get("action") == "withdraw_event":
        withdraw_event(request)
        return
    key = request.POST.get("obligation", "")
    rows = access_obligations(request.acting)
    found = rows.filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        raise NotHere(what="这一期周期任务")
    if request.POST.get("action") == "excuse":
        services.excuse(request.acting, found, request.POST.get("said", ""))
        messages.success(request, _("已免除，不计入未达标期数。"))
        return
    _registered(request, found)


def withdraw_event(request: Request) -> None:
    """Take back the event that is named. Raises NotHere."""
    key = request.POST.get("event", "")
    rows = Event.objects.filter(obligation__in=access_obligations(request.acting))
    rows = rows.select_related("obligation__task__unit")
    found = rows.filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        raise NotHere(what="这条履行记录")
    services.withdraw_event(request.acting, found, request.POST.get("said", ""))
    messages.success(request, _("已撤回，该期完成次数、灯色已相应更新。"))


def _registered(request: Request, found: Obligation) -> None:
    times = request.POST.get("times", "").strip() or "1"
    if not times.isdecimal() or len(times) > 6:
        raise BadValue(field="次数", given=times, allowed="不小于1的整数")
    services.register_event(
        request.acting,
        found,
        day_of(request.POST.get("held_on", ""), "日期"),
        request.POST.get("what", ""),
        int(times),
        request.FILES.get("file"),
    )
    told = _("已登记。%(label)s已完成%(done)s次，应完成%(needed)s次。")
    given = {"label": said(found.label), "done": found.done, "needed": found.needed}
    messages.success(request, told % given)
