"""Which projects somebody may see.

A unit sees those that it answers for or oversees, and those that wait for it to solve something.
A city or county also sees every project of its territory, and so does a department of the province
that looks after all measures; supervisors and leaders see those of their territory. Enterprises see
none.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from ballast_web.applications.access import OVERSEERS
from ballast_web.kernel.access import access_organisations
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Level, OrganisationKind, Role
from ballast_web.projects.models import Condition, Project, WeeklyFile
from ballast_web.projects.states import HANDLERS, READERS, SUPERVISORS


def access_projects(acting: Acting) -> QuerySet[Project]:
    """The projects that `acting` may see."""
    rows = Project.objects.select_related("unit", "supervising_unit", "enterprise")
    if acting.is_platform:
        return rows
    if acting.role not in READERS:
        return rows.none()
    asked = Condition.objects.filter(project=OuterRef("pk"), unit=acting.organisation)
    return rows.filter(_handled(acting) | Exists(asked))


def access_handled(acting: Acting) -> QuerySet[Project]:
    """The projects that `acting` may move on: less those that only wait for their unit."""
    rows = access_projects(acting)
    if acting.is_platform:
        return rows
    return rows.filter(_handled(acting)) if acting.role in HANDLERS else rows.none()


def _handled(acting: Acting) -> Q:
    unit = acting.organisation
    assert unit is not None  # noqa: S101 - only the platform has none
    own = Q(unit=unit) | Q(supervising_unit=unit)
    above = unit.level != Level.PROVINCE or unit.code.endswith(OVERSEERS)
    if acting.role in SUPERVISORS | {Role.LEADER} or above:
        own |= Q(region__startswith=unit.territory)
    return own


def access_units(acting: Acting) -> QuerySet[Organisation]:
    """The units that `acting` may make responsible: those of their territory."""
    units = access_organisations(acting).filter(kind=OrganisationKind.GOVERNMENT, active=True)
    return units.order_by("region", "code")


def access_solvers(acting: Acting, project: Project) -> QuerySet[Organisation]:
    """The units that may be asked to solve something: of the project's city, and the province's."""
    if not access_projects(acting).filter(pk=project.pk).exists():
        return Organisation.objects.none()
    units = Organisation.objects.filter(kind=OrganisationKind.GOVERNMENT, active=True)
    here = Q(region__startswith=project.region[:4]) | Q(region=f"{project.region[:2]}0000")
    return units.filter(here | Q(pk=project.unit_id)).order_by("region", "code")


def access_weekly_files(acting: Acting) -> QuerySet[WeeklyFile]:
    """The files of weekly reports that `acting` may open: those of projects that they see."""
    rows = WeeklyFile.objects.select_related("file")
    return rows.filter(report__project__in=access_projects(acting))
