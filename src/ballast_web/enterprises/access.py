"""Whose facts, objections and imports somebody may see."""

from __future__ import annotations

from django.db.models import QuerySet

from ballast_web.enterprises.models import FactRow, Import, Objection, Run, Standing, Supplied
from ballast_web.errors import NotHere
from ballast_web.kernel.access import access_enterprises
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation


def enterprise_of(acting: Acting, key: int | None = None) -> Organisation:
    """The enterprise that `acting` works for, or one it may look into. Raises NotHere."""
    seen = access_enterprises(acting)
    if key is None and acting.of_enterprise:
        return seen.get()
    found = seen.filter(pk=key or 0).first()
    if found is None:
        raise NotHere(what="这家企业")
    return found


def access_fact_rows(acting: Acting) -> QuerySet[FactRow]:
    """The registers' facts that `acting` may see."""
    return FactRow.objects.filter(enterprise__in=access_enterprises(acting))


def access_supplied(acting: Acting) -> QuerySet[Supplied]:
    """The supplied facts that `acting` may see."""
    return Supplied.objects.filter(enterprise__in=access_enterprises(acting))


def access_objections(acting: Acting) -> QuerySet[Objection]:
    """The objections that `acting` may see."""
    return Objection.objects.filter(enterprise__in=access_enterprises(acting))


def access_standings(acting: Acting, run: Run) -> QuerySet[Standing]:
    """Where the enterprises that `acting` may see stood in `run`."""
    return run.standings_of.filter(enterprise__in=access_enterprises(acting))


def access_imports(acting: Acting) -> QuerySet[Import]:
    """The sheets that the unit of `acting` uploaded; the platform sees all."""
    if acting.is_platform:
        return Import.objects.all()
    return Import.objects.filter(organisation=acting.organisation)
