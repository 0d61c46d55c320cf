"""What the pictures of the register are drawn from: a Gantt chart, and a map by city."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast.simulation.outlines import cities
from ballast_web.kernel.clock import today
from ballast_web.kernel.lamps import Lamp
from ballast_web.projects.models import Milestone, Project
from ballast_web.projects.states import place

#: Projects that one chart shows; with more, the list is to be filtered first.
MOST = 60


def lamps(rows: QuerySet[Project]) -> list[tuple[str, str, int]]:
    """How many projects show each lamp."""
    found = rows.order_by().values_list("lamp").annotate(Count("pk", distinct=True))
    counted = dict(found)
    return [(lamp.value, lamp.label, counted.get(lamp, 0)) for lamp in Lamp]


def granted(row: Project) -> int:
    """All public money that the project was granted, in 分."""
    return sum(each.granted_fen for each in row.fundings.all())


def spent(row: Project) -> int:
    """All of it that is spent, in 分."""
    return sum(each.spent_fen for each in row.fundings.all())


def gantt(rows: list[Project], number: int) -> dict[str, Any]:
    """Each project a line: its plan from milestone to milestone, and what was reached when."""
    drawn = [row for row in rows if row.milestones.all()]
    points = [point for at, row in enumerate(drawn) for point in _points(at, row)]
    chart = {
        "rows": [{"name": row.name, "lamp": row.lamp, "url": _url(row)} for row in drawn],
        "points": points,
        "today": today().isoformat(),
        "words": {
            "planned": _("计划节点"),
            "late": _("逾期节点"),
            "reached": _("实际到达"),
            "today": _("今天"),
        },
    }
    return {"chart": chart, "undrawn": len(rows) - len(drawn), "more": number > MOST}


def _url(row: Project) -> str:
    return reverse("staff.project", kwargs={"pk": row.pk})


def _points(at: int, row: Project) -> Iterator[dict[str, Any]]:
    """The milestones of one line: what was planned (late where it is overdue), what was reached."""
    for each in sorted(row.milestones.all(), key=lambda each: place(each.stage)):
        label = each.get_stage_display()
        if each.planned is not None:
            kind = "late" if _is_late(row, each) else "planned"
            yield {"row": at, "day": each.planned.isoformat(), "label": label, "kind": kind}
        if each.actual is not None:
            yield {"row": at, "day": each.actual.isoformat(), "label": label, "kind": "reached"}


def _is_late(row: Project, each: Milestone) -> bool:
    ahead = place(each.stage) > place(row.stage)
    return ahead and each.planned is not None and each.planned < today()


def _lit(found: Counter[str]) -> list[tuple[str, str, int]]:
    """The lamps that are shown at all, the worst first."""
    return [(lamp.value, lamp.label, found[lamp]) for lamp in Lamp if found[lamp]]


def by_city(rows: QuerySet[Project]) -> dict[str, Any]:
    """How many projects each city has, of which lamp, and what they cost."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    costs: Counter[str] = Counter()
    for region, lamp, total in rows.order_by().values_list("region", "lamp", "total_fen"):
        counts[region[:4]][lamp] += 1
        costs[region[:4]] += total
    names = {
        each["properties"]["code"][:4]: each["properties"]["name"]
        for each in cities(settings.BALLAST_PROVINCE)["features"]
    }
    areas = [
        (names.get(code, code), found.total(), _lit(found), costs[code])
        for code, found in sorted(counts.items())
    ]
    chart = {
        "outlines": reverse("public.outlines", kwargs={"region": settings.BALLAST_PROVINCE}),
        "name": _("重大项目"),
        "unit": _("个"),
        "values": [{"name": name, "value": number} for name, number, *_rest in areas],
    }
    return {"chart": chart, "areas": areas}
