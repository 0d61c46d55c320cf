"""One circular: its words and tables, the second person's approval, sending, who has read it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ballast_web.circulars import services
from ballast_web.circulars.access import access_circulars
from ballast_web.circulars.drafting import Section
from ballast_web.circulars.models import Circular
from ballast_web.circulars.papers.paper import paper_of
from ballast_web.circulars.states import CIRCULARS, ISSUERS, WRITERS, CircularState
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.models import Organisation
from ballast_web.pages.page import Request, Response, page, person_of
from ballast_web.supervision.access import access_units

#: The most parts that a body has.
MOST_SECTIONS = 10


@page("staff/circular/<int:pk>/", title="通报文稿", roles=ISSUERS)
def circular(request: Request, pk: int) -> Response:
    """The circular, and what may be done with it."""
    found = access_circulars(request.acting).filter(pk=pk).first()
    if found is None:
        raise NotHere(what=_("这份文稿"))
    if request.method == "POST":
        return _done(request, found)
    moves = {move.name for move in CIRCULARS.open_to(found.state, request.acting)}
    steps = found.steps.select_related("person").order_by("pk")
    wrote = {step.person_id for step in steps if step.step in ("draft", "edit")}
    chosen = set(found.units.values_list("pk", flat=True))
    return circular.render(
        request,
        circular=found,
        paper=paper_of(found),
        moves=moves,
        own=person_of(request).pk in wrote,
        steps=steps,
        returned=_returned(found),
        receipts=found.receipts.select_related("unit", "person").order_by("unit__code"),
        units=[(unit, unit.pk in chosen) for unit in _offered(request, found)],
        names=[unit.name for unit in found.units.order_by("code")],
        fields=[_field(section) for section in found.sections],
        corrections=found.corrections.filter(state=CircularState.SENT).order_by("pk"),
        correctable=_correctable(request, found),
        spare=range(len(found.sections), min(len(found.sections) + 1, MOST_SECTIONS)),
    )


def _correctable(request: Request, found: Circular) -> bool:
    """Whether a correction may be drafted: it is sent, and none is under way."""
    if found.state != CircularState.SENT or request.acting.role not in WRITERS:
        return False
    return not found.corrections.exclude(state=CircularState.SENT).exists()


def _field(section: dict[str, Any]) -> tuple[str, str, int]:
    """A part of the body as its fields hold it: heading, one paragraph a line, how many lines."""
    text = "\n".join(section["paragraphs"])
    return section["heading"], text, max(3, len(text) // 42 + len(section["paragraphs"]) + 1)


def _returned(found: Circular) -> str:
    """Why it was sent back, while that is what the drafter has to see to."""
    last = found.steps.exclude(step="edit").order_by("pk").last()
    return last.said if last and last.step == "return" else ""


def _offered(request: Request, found: Circular) -> list[Organisation]:
    """The units that it may go to: those of the territory that have tasks or are chosen."""
    meant = Q(tasks__isnull=False) | Q(pk__in=found.units.values("pk"))
    return list(access_units(request.acting).filter(meant).distinct())


def _done(request: Request, found: Circular) -> Response:
    acting, given = request.acting, request.POST
    match given.get("action"):
        case "edit":
            _edited(request, found)
            messages.success(request, _("已保存。"))
        case "submit":
            services.submit(acting, found)
            messages.success(request, _("已送审，由另一人审签。"))
        case "return":
            services.send_back(acting, found, given.get("reason", ""))
            messages.success(request, _("已退回修改。"))
        case "approve":
            services.approve(acting, found)
            messages.success(request, _("已审签，编号{number}。").format(number=found.number))
        case "correct":
            made = services.correct(acting, found, given.get("said", ""))
            messages.success(request, _("已起草更正，请核对修改后送审。"))
            return redirect("staff.circular", pk=made.pk)
        case "send":
            services.send(acting, found)
            messages.success(request, _("已印发，各单位打开后记录阅知。"))
        case other:
            raise BadValue(field=_("操作"), given=str(other), allowed=_("本页面的按钮"))
    return redirect("staff.circular", pk=found.pk)


def _edited(request: Request, found: Circular) -> None:
    given = request.POST
    wanted = [int(pk) for pk in given.getlist("unit") if pk.isdecimal()]
    services.edit(
        request.acting,
        found,
        _one_line(given.get("title", "")),
        _one_line(given.get("addressees", "")),
        sections_of(given),
        Organisation.objects.filter(pk__in=wanted),
        services.Imprint(
            given.get("copies_to", ""), given.get("printed_by", ""), "numbered_copies" in given
        ),
    )


def _one_line(text: str) -> str:
    """What is typed into a field that grows, without line breaks."""
    return "".join(map(str.strip, text.splitlines()))


def sections_of(given: QueryDict) -> list[Section]:
    """The parts of the body as filled in, one paragraph a line; empty ones fall away."""
    pairs = zip(given.getlist("heading"), given.getlist("text"), strict=False)
    found = [
        Section(heading.strip()[:60], tuple(filter(None, map(str.strip, text.splitlines()))))
        for heading, text in pairs
    ]
    return [section for section in found if section.heading and section.paragraphs][:MOST_SECTIONS]
