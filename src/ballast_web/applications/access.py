"""Which applications somebody may see.

An enterprise sees its own. A unit sees those of its territory once they are submitted; a department
of the province those of measures that it is responsible for, unless it looks after all of them
(industry, finance, audit). Finance officers see what is approved.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ballast_web.applications.models import (
    Application,
    Distribution,
    Evidence,
    PublicObjection,
)
from ballast_web.applications.states import GRANTED, READERS, State
from ballast_web.kernel.access import access_enterprises, access_organisations
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Level, Role

#: Departments whose business are the measures of all others too, by what follows the region in
#: their code; 地方金融监管局 (`local_finance`) is none of them.
OVERSEERS = ("-industry_and_it", "-finance", "-audit", "-government", "-general_office")


def access_applications(acting: Acting) -> QuerySet[Application]:
    """The applications that `acting` may see."""
    rows = Application.objects.select_related("enterprise")
    if acting.is_platform:
        return rows
    if acting.of_enterprise:
        return rows.filter(enterprise=acting.organisation)
    if acting.role not in READERS:
        return rows.none()
    assert acting.organisation is not None  # noqa: S101 - only the platform has none
    seen = rows.filter(enterprise__in=access_enterprises(acting)).exclude(state=State.DRAFT)
    seen = seen.exclude(state=State.WITHDRAWN, submitted_on__isnull=True)
    if acting.role == Role.FINANCE:
        seen = seen.filter(state__in=[*GRANTED, State.CLAWED_BACK])
    return seen.filter(_concerning(acting.organisation))


def _concerning(unit: Organisation) -> Q:
    """What a department is responsible for; everything for those who look after all measures."""
    if unit.level != Level.PROVINCE or unit.code.endswith(OVERSEERS):
        return Q()
    return Q(units__contains=f"|{unit.code}|")


def access_evidence(acting: Acting) -> QuerySet[Evidence]:
    """The evidence that `acting` may open: that of applications that they see."""
    shown = Evidence.objects.filter(removed_at__isnull=True).select_related("file", "application")
    return shown.filter(application__in=access_applications(acting))


def access_objections(acting: Acting) -> QuerySet[PublicObjection]:
    """The objections that `acting` may see: officers and approvers, not the enterprise."""
    rows = PublicObjection.objects.filter(application__in=access_applications(acting))
    return rows.none() if acting.of_enterprise else rows


def access_distributions(acting: Acting) -> QuerySet[Distribution]:
    """The distributions of one's own unit and of those in its territory."""
    rows = Distribution.objects.select_related("unit", "proposed_by", "decided_by")
    if not acting.is_platform and acting.role not in READERS:
        return rows.none()
    return rows.filter(unit__in=access_organisations(acting))


def access_publicity() -> QuerySet[Application]:
    """What is publicised today, open to everybody."""
    day = today()
    rows = Application.objects.select_related("enterprise")
    return rows.filter(state=State.PUBLICISED, public_from__lte=day, public_until__gte=day)
