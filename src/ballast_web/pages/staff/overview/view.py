"""The leader's view: where we are, what is red, who is behind, what moved since last week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast.simulation.outlines import cities
from ballast_web.kernel.clock import today
from ballast_web.pages.page import Request, page
from ballast_web.pages.staff.notices.view import unread
from ballast_web.supervision import overview as reading
from ballast_web.supervision.services import shown
from ballast_web.supervision.states import LEADERS, OFFICERS, READERS, SUPERVISORS, Lamp

ROLES = LEADERS | SUPERVISORS | (READERS & OFFICERS)
NUMERALS = "一二三四五六七八九十"
#: What a bar shows, in order.
ORDER = (Lamp.RED, Lamp.YELLOW, Lamp.UNKNOWN, Lamp.GREEN, Lamp.BLUE)


@page("staff/overview/", title="领导看板", roles=ROLES, menu=45, icon="dashboard")
def overview(request: Request) -> HttpResponse:
    """One page for a wall screen and for a phone; `?wall` leaves menu and head away."""
    acting, day = request.acting, today()
    found = reading.overview(acting)
    names = _names()
    return overview.render(
        request,
        wall="wall" in request.GET,
        day=day,
        found=found,
        unread=unread(acting),
        lamps=[(lamp, found.total[lamp.value]) for lamp in ORDER],
        moved=reading.moved(acting, day),
        sections=[
            (name, list(_bars(found.sections[name])))
            for name in sorted(found.sections, key=_numbered)
        ],
        cities=[
            (names[code], counts["red"], counts["yellow"], counts.total())
            for code, counts in sorted(found.cities.items())
            if code in names
        ],
        chart=_chart(found.cities, names),
        aims=list(reading.aims(acting, day)),
        red=[(task, shown(task, day), _days(task, day)) for task in reading.red(acting)],
    )


def _numbered(section: str) -> tuple[int, str]:
    """Sections in the order of their Chinese numbers, 其他 last."""
    place = NUMERALS.find(section[:1])
    return (place if place >= 0 else len(NUMERALS), section)


def _days(task: Any, day: Any) -> int | None:
    """Which day of its lamp it is; the day on which it was lit is the first."""
    return (day - task.lamp_since).days + 1 if task.lamp_since else None


def _bars(counts: Counter[str]) -> Iterator[tuple[Lamp, int, float, float]]:
    """Each lamp's number, with where its part of a bar begins and how wide it is, in percent."""
    whole, begun = counts.total(), 0.0
    for lamp in ORDER:
        wide = counts[lamp.value] * 100 / whole
        yield lamp, counts[lamp.value], begun, wide
        begun += wide


def _names() -> dict[str, str]:
    """The cities of the province by the digits of their regions."""
    outlines = cities(settings.BALLAST_PROVINCE)
    parts = (each["properties"] for each in outlines["features"])
    return {each["code"][: reading.DIGITS]: each["name"] for each in parts}


def _chart(counts: dict[str, Counter[str]], names: dict[str, str]) -> dict[str, Any]:
    """What the map's script draws: how many tasks of a city are red."""
    return {
        "outlines": reverse("public.outlines", kwargs={"region": settings.BALLAST_PROVINCE}),
        "name": _("红灯任务"),
        "unit": _("项"),
        "values": [
            {"name": name, "value": counts[code]["red"] if code in counts else None}
            for code, name in names.items()
        ],
    }
