"""Whose data somebody may see: an enterprise itself, a unit its territory.

Every app has such functions, named `access_*`, in its `access.py`; pages and the API read through
them alone.
"""

from __future__ import annotations

from django.db.models import QuerySet

from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import AuditEntry, Membership, Organisation, Person
from ballast_web.kernel.roles import OrganisationKind, Role


def access_organisations(acting: Acting) -> QuerySet[Organisation]:
    """The organisations that `acting` may look into: its own, and for staff its territory's."""
    everyone = Organisation.objects.all()
    if acting.is_platform:
        return everyone
    assert acting.organisation is not None  # noqa: S101 - only the platform has none
    if acting.of_staff:
        return everyone.filter(region__startswith=acting.organisation.territory)
    return everyone.filter(pk=acting.organisation.pk)


def access_enterprises(acting: Acting) -> QuerySet[Organisation]:
    """The enterprises that `acting` may look into."""
    return access_organisations(acting).filter(kind=OrganisationKind.ENTERPRISE)


def access_people(acting: Acting) -> QuerySet[Person]:
    """The people whose accounts `acting` may look after."""
    own = Person.objects.filter(memberships__organisation__in=access_organisations(acting))
    if acting.is_platform or acting.role == Role.ADMINISTRATOR:
        return own.distinct()
    return own.filter(memberships__organisation=acting.organisation).distinct()


def access_memberships(acting: Acting) -> QuerySet[Membership]:
    """The roles that `acting` may see given."""
    return Membership.objects.filter(person__in=access_people(acting))


def access_audit(acting: Acting) -> QuerySet[AuditEntry]:
    """The audit log: for auditors and the platform itself, whole; for nobody else anything."""
    entries = AuditEntry.objects.order_by("-sequence")
    return entries if acting.is_platform or acting.role == Role.AUDITOR else entries.none()
