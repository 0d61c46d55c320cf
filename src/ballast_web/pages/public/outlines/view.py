"""The outlines that maps are drawn from: a province's cities, or the nation's provinces."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from ballast.simulation.outlines import cities, nation
from ballast_web.errors import NotHere
from ballast_web.pages.page import EVERYBODY, Request, page

NATION = "100000"


@page("maps/<str:region>.json", title="地图底图", roles=EVERYBODY)
def outlines(request: Request, region: str) -> HttpResponse:  # noqa: ARG001 - nobody is asked
    """GeoJSON of `region` (six digits); the department's own file, where it has laid one down."""
    if not (region.isdecimal() and len(region) == 6):
        raise NotHere(what="这个地区的底图")
    answer = JsonResponse(_of(region))
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


def _of(region: str) -> object:
    own: Path = settings.BALLAST_OUTLINES / f"{region}.json"
    if own.is_file():
        return json.loads(own.read_bytes())
    found = nation() if region == NATION else cities(region)
    if not found["features"]:
        raise NotHere(what="这个地区的底图")
    return found
