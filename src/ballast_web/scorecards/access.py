"""Which rankings, nominations and cases somebody may see.

A published ranking is for every unit of the province; one that is only computed is for its
supervisors. A city sees its own nomination, its province's supervisors and leaders all that were
submitted. A published case is for everybody.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ballast_web.kernel.acting import Acting
from ballast_web.kernel.roles import Level
from ballast_web.scorecards.models import Nomination, PracticeCase, Score
from ballast_web.scorecards.states import SENT, VIEWERS, CaseState
from ballast_web.supervision.states import LEADERS, SUPERVISORS


def province_of(acting: Acting) -> str:
    """The region whose cities are ranked, as `acting` sees it; empty for nobody's."""
    unit = acting.organisation
    return f"{unit.region[:2]}0000" if unit is not None and acting.role in VIEWERS else ""


def ranks(acting: Acting) -> bool:
    """Whether `acting` computes and publishes rankings: a supervisor of the province."""
    unit = acting.organisation
    if acting.is_platform:
        return True
    return acting.role in SUPERVISORS and unit is not None and unit.level == Level.PROVINCE


def access_scores(acting: Acting) -> QuerySet[Score]:
    """The rankings that `acting` may see."""
    rows = Score.objects.select_related("publication", "person", "publication__person")
    if acting.is_platform:
        return rows
    rows = rows.filter(region=province_of(acting))
    return rows if ranks(acting) else rows.filter(publication__isnull=False)


def access_nominations(acting: Acting) -> QuerySet[Nomination]:
    """The nominations that `acting` may see."""
    rows = Nomination.objects.select_related("unit", "proposed_by")
    if acting.is_platform:
        return rows
    unit = acting.organisation
    if unit is None or acting.role not in VIEWERS:
        return rows.none()
    own = Q(unit=unit)
    if acting.role in SUPERVISORS | LEADERS:
        own |= Q(unit__region__startswith=unit.territory, state__in=SENT)
    return rows.filter(own)


def access_cases(acting: Acting) -> QuerySet[PracticeCase]:
    """The cases that `acting` may see among staff: of their territory, and all published."""
    rows = PracticeCase.objects.select_related("unit", "proposed_by")
    if acting.is_platform:
        return rows
    unit = acting.organisation
    if unit is None or acting.role not in VIEWERS:
        return rows.none()
    own = Q(unit=unit)
    if acting.role in SUPERVISORS:
        own |= Q(unit__region__startswith=unit.territory)
    return rows.filter(own | Q(state=CaseState.PUBLISHED))


def access_published_cases() -> QuerySet[PracticeCase]:
    """The cases that everybody may read."""
    return PracticeCase.objects.filter(state=CaseState.PUBLISHED).select_related("unit")
