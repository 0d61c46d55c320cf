"""The measure board: how far each measure reaches, and where."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast.simulation.outlines import cities, nation
from ballast_web.catalogue import library
from ballast_web.enterprises.models import Run
from ballast_web.enterprises.states import WorkState
from ballast_web.errors import BadValue
from ballast_web.kernel.access import access_enterprises
from ballast_web.kernel.roles import STAFF, Level
from ballast_web.pages.page import Request, page
from ballast_web.push import funnel

NATION = "100000"


@page("staff/measures/", title="措施看板", roles=STAFF, menu=41, theme="政策", icon="filter")
def measures(request: Request) -> HttpResponse:
    """A funnel for each measure; `?rule` chooses one, its stages by area as table and map."""
    run = Run.objects.filter(state=WorkState.FINISHED).order_by("-pk").first()
    counts = funnel.counted(run, access_enterprises(request.acting))
    labels = {rule.id: rule.label for rule in library.current().library.rules}
    rule, stage = request.GET.get("rule", ""), request.GET.get("stage", "eligible")
    _known(rule, labels, "措施")
    _known(stage, funnel.STAGES, "环节")
    unit = request.acting.organisation
    national = unit is not None and unit.level == Level.NATIONAL
    rows = _areas(counts, rule, national)
    return measures.render(
        request,
        run=run,
        funnels=[(labels.get(each.rule, each.rule), each) for each in funnel.funnels(counts)],
        rule=rule,
        chosen=labels.get(rule, _("全部措施")),
        stage=stage,
        stages=funnel.STAGES,
        rows=rows,
        chart=_chart(rows, stage, NATION if national else settings.BALLAST_PROVINCE),
    )


def _known(given: str, allowed: Any, field: str) -> None:
    if given and given not in allowed:
        raise BadValue(field=field, given=given, allowed="页面所列各项")


def _areas(counts: Any, rule: str, national: bool) -> list[tuple[str, list[int | None]]]:
    """Each area's name with its number in each stage, in order of the codes."""
    outlines = nation() if national else cities(settings.BALLAST_PROVINCE)
    names = {
        each["properties"]["code"]: each["properties"]["name"] for each in outlines["features"]
    }
    found = funnel.by_area(counts, rule, 2 if national else 4)
    return [(names.get(code, code), list(found[code].values())) for code in sorted(found)]


def _chart(rows: list[tuple[str, list[int | None]]], stage: str, region: str) -> dict[str, Any]:
    """What the map's script draws."""
    place = list(funnel.STAGES).index(stage)
    return {
        "outlines": reverse("public.outlines", kwargs={"region": region}),
        "name": funnel.STAGES[stage],
        "unit": _("家"),
        "values": [{"name": name, "value": numbers[place]} for name, numbers in rows],
    }
