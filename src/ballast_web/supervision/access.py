"""Which tasks and orders somebody may see.

A supervisor sees those of the territory, proposals too; a leader and an auditor what is issued. A
unit sees its own and the parts that it handed down; a city or county also those of every unit in
its territory; a department of the province that looks after all measures sees all. Enterprises and
banks see none.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from ballast_web.applications.access import OVERSEERS
from ballast_web.kernel.access import access_organisations
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Level, OrganisationKind
from ballast_web.supervision.models import (
    Notice,
    Obligation,
    Order,
    Question,
    Report,
    ReportFile,
    Silence,
    SilenceReach,
    Task,
    TaskChange,
)
from ballast_web.supervision.silent import reaching
from ballast_web.supervision.states import LEADERS, OFFICERS, READERS, SHOWN, SUPERVISORS


def access_tasks(acting: Acting) -> QuerySet[Task]:
    """The tasks that `acting` may see."""
    rows = Task.objects.select_related("unit", "person")
    if acting.is_platform:
        return rows
    if acting.role not in READERS:
        return rows.none()
    unit = acting.organisation
    assert unit is not None  # noqa: S101 - only the platform has none
    if acting.role in SUPERVISORS:
        return rows.filter(Q(region__startswith=unit.territory) | _of_nobody(unit))
    if sees_territory(acting):
        return rows.filter(region__startswith=unit.territory, state__in=SHOWN)
    return rows.filter(Q(unit=unit) | Q(parent__unit=unit), state__in=SHOWN)


def access_tasks_until(acting: Acting, moment: datetime) -> QuerySet[Task]:
    """What `acting` sees, and a supervisor also what left the territory after a moment."""
    rows = access_tasks(acting)
    if acting.is_platform or acting.role not in SUPERVISORS or acting.organisation is None:
        return rows
    territory = acting.organisation.territory
    left = TaskChange.objects.filter(at__gt=moment, region__startswith=territory)
    own = Q(region__startswith=territory) | _of_nobody(acting.organisation)
    return Task.objects.select_related("unit", "person").filter(own | Q(pk__in=left.values("task")))


def sees_territory(acting: Acting) -> bool:
    """Whether all tasks of a territory are theirs to see, not those of one department alone."""
    unit = acting.organisation
    if unit is None or acting.role in SUPERVISORS | LEADERS:
        return True
    return unit.level != Level.PROVINCE or unit.code.endswith(OVERSEERS)


def _of_nobody(unit: Organisation) -> Q:
    """Proposals without a unit are settled at the top."""
    return Q(unit__isnull=True) if unit.level in {Level.PROVINCE, Level.NATIONAL} else Q(pk=0)


def access_own_tasks(acting: Acting) -> QuerySet[Task]:
    """The tasks that `acting` answers for: those of their own unit."""
    rows = access_tasks(acting)
    if acting.is_platform:
        return rows
    return rows.filter(unit=acting.organisation) if acting.role in OFFICERS else rows.none()


def access_reports(acting: Acting) -> QuerySet[Report]:
    """The reports that `acting` may read: those on tasks that they see."""
    return Report.objects.filter(task__in=access_tasks(acting))


def access_report_files(acting: Acting) -> QuerySet[ReportFile]:
    """The evidence that `acting` may open: that of reports that they may read."""
    rows = ReportFile.objects.select_related("file")
    return rows.filter(report__in=access_reports(acting))


def access_questions(acting: Acting) -> QuerySet[Question]:
    """The questions that `acting` may read: those on tasks that they see."""
    rows = Question.objects.select_related("report__task")
    return rows.filter(report__task__in=access_tasks(acting))


def access_obligations(acting: Acting) -> QuerySet[Obligation]:
    """The periods of duties that `acting` may see: those of tasks that they see."""
    rows = Obligation.objects.select_related("task__unit")
    return rows.filter(task__in=access_tasks(acting))


def access_orders(acting: Acting) -> QuerySet[Order]:
    """The supervision orders that `acting` may see: of the territory, or of their own unit."""
    rows = Order.objects.select_related("unit")
    return rows.filter(unit__in=_units(acting))


def access_notices(acting: Acting) -> QuerySet[Notice]:
    """The notices that `acting` may see: of the territory, or of their own unit."""
    return Notice.objects.select_related("unit").filter(unit__in=_units(acting))


def access_silences(acting: Acting) -> QuerySet[Silence]:
    """The silences that `acting` may see: of any unit of the territory, or of their own."""
    rows = Silence.objects.select_related("task", "person", "ended_by")
    rows = rows.prefetch_related("reaches__unit")
    return rows.filter(pk__in=reaching(_units(acting)).values("silence"))


def reaches_beyond(acting: Acting) -> QuerySet[SilenceReach]:
    """What silences reach outside the territory of `acting`."""
    if acting.is_platform or acting.organisation is None:
        return SilenceReach.objects.none()
    units = Q(unit__isnull=False) & ~Q(unit__in=access_units(acting).order_by().values("pk"))
    places = ~Q(region__startswith=acting.organisation.territory)
    return SilenceReach.objects.filter(units | Q(unit__isnull=True) & places)


def _units(acting: Acting) -> QuerySet[Organisation]:
    """The units whose orders and notices are theirs to see."""
    units = access_units(acting)
    if acting.is_platform or acting.role in SUPERVISORS | LEADERS:
        return units
    if acting.role not in READERS or acting.organisation is None:
        return units.none()
    return units.filter(pk=acting.organisation.pk)


def access_units(acting: Acting) -> QuerySet[Organisation]:
    """The government units that `acting` may hold to tasks: those of their territory."""
    units = access_organisations(acting).filter(kind=OrganisationKind.GOVERNMENT, active=True)
    return units.exclude(code="").order_by("region", "code")
