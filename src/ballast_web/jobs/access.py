"""Who may see which job."""

from __future__ import annotations

from django.db.models import QuerySet

from ballast_web.jobs.models import Job
from ballast_web.kernel.access import access_organisations
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.roles import Level


def access_jobs(acting: Acting) -> QuerySet[Job]:
    """A province's administrators see every job, others what was begun in their territory."""
    jobs = Job.objects.all()
    unit = acting.organisation
    if unit is None or unit.level in (Level.NATIONAL, Level.PROVINCE):
        return jobs
    return jobs.filter(organisation__in=access_organisations(acting))
