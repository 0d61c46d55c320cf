"""What the enterprises on the platform are entitled to: now, and in the last judgement of all."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.findings import FindingOut, StandingOut, finding_out, standing_out
from ballast_web.api.lookup import enterprise_by
from ballast_web.api.problems import READING
from ballast_web.catalogue.library import current
from ballast_web.enterprises.access import access_standings
from ballast_web.enterprises.models import Run
from ballast_web.enterprises.states import WorkState
from ballast_web.enterprises.verdicts import findings
from ballast_web.errors import NotHere
from ballast_web.kernel.clock import today
from ballast_web.keys.models import Scope

router = Router(auth=KeyHolder(Scope.ASSESS))
Outcome = Literal["eligible", "ineligible", "unknown"]


class Live(Schema):
    """Findings by the published library on the platform's day."""

    version: int
    day: date
    items: list[FindingOut]


class Standings(Schema):
    """What was written down of everybody who is eligible, open or near."""

    version: int
    day: date
    items: list[StandingOut]


@router.get("/{code}", response={200: Live, **READING}, summary="一家企业的实时判定")
def live(request: ApiRequest, code: str, verdict: Outcome | None = None) -> dict[str, Any]:
    """Every rule in force on every row, judged now from what is known."""
    found = findings(enterprise_by(request.acting, code))
    items = [finding_out(each) for each in found if verdict in (None, each.verdict)]
    return {"version": current().version, "day": today(), "items": items}


@router.get(
    "/{code}/standing",
    response={200: Standings, **READING},
    summary="一家企业最近一次全量判定的结果",
)
def standing(request: ApiRequest, code: str) -> dict[str, Any]:
    """The rows of the newest finished judgement of all enterprises."""
    enterprise = enterprise_by(request.acting, code)
    run = Run.objects.filter(state=WorkState.FINISHED).order_by("-pk").first()
    if run is None:
        raise NotHere(what="全量判定的结果")
    rows = access_standings(request.acting, run).filter(enterprise=enterprise).order_by("pk")
    items = [standing_out(row) for row in rows]
    return {"version": run.library_version, "day": run.as_of, "items": items}
