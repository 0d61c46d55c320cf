"""Publishing a package proposes tasks; proposing again changes nothing that was issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.conf import settings

from ballast.supervision.proposals import Proposed, proposed
from ballast.vocabulary.organisations import Register, load_register
from ballast_web.catalogue import library
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import OrganisationKind
from ballast_web.kernel.writes import Log, writing
from ballast_web.supervision.models import Task, TaskStep
from ballast_web.supervision.states import SUPERVISORS, TaskState

#: How many tasks are written at once.
BATCH = 500
_NOT_ENROLLED = "单位“{unit}”尚未在平台登记，请登记或另行指定"


def propose(acting: Acting, packages: Iterable[str]) -> int:
    """Propose the tasks of the published `packages`; returns how many are new.

    A proposal that nobody has issued follows the package; one that the package no longer orders, or
    whose package is gone, is revoked. Raises NotAllowed.
    """
    acting.must_be(SUPERVISORS, "提出任务")
    shelf = library.current()
    added = 0
    for name in packages:
        package = shelf.packages.get(name)
        wanted = {
            fields["key"]: fields
            for each in (proposed(package, register()) if package else ())
            for fields in _tasks(name, shelf.version, each)
        }
        with writing(acting) as log:
            added += _settle(log, name, wanted)
    return added


@lru_cache(maxsize=1)
def register() -> Register:
    """The register of organisations of the installation."""
    return load_register(settings.BALLAST_VOCABULARY)


def _settle(log: Log, package: str, wanted: dict[str, dict[str, Any]]) -> int:
    """Bring the package's open proposals in line with `wanted`."""
    rows = Task.objects.filter(package=package, parent__isnull=True)
    there = {task.key: task for task in rows}
    new = [Task(**fields) for key, fields in wanted.items() if key not in there]
    Task.objects.bulk_create(new, batch_size=BATCH)
    _told(log, new, "propose", "提出")
    open_ = [task for task in there.values() if task.state == TaskState.PROPOSED]
    for task in open_:
        if task.key in wanted:
            Task.objects.filter(pk=task.pk).update(**wanted[task.key])
    gone = [task for task in open_ if task.key not in wanted]
    for task in gone:
        task.state = TaskState.REVOKED
    Task.objects.bulk_update(gone, ["state"], batch_size=BATCH)
    _told(log, gone, "revoke", "撤销")
    log.note("tasks.proposed", package, new=len(new), gone=len(gone))
    return len(new)


def _told(log: Log, tasks: list[Task], step: str, label: str) -> None:
    steps = (
        TaskStep(
            task=task,
            step=step,
            label=label,
            target=task.state,
            person=log.acting.person,
            acting_as=str(log.acting),
            at=now(),
        )
        for task in tasks
    )
    TaskStep.objects.bulk_create(steps, batch_size=BATCH)


def _tasks(package: str, version: int, found: Proposed) -> Iterator[dict[str, Any]]:
    """The fields of each task of a proposal: one a unit, where several are charged as one."""
    fields = {"package": package, "version": version, **_fields(found)}
    units = _units(found)
    for unit in units:
        own = found.key if len(units) == 1 else f"{found.key}@{unit.code}"
        yield {**fields, "key": own, "unit": unit, "region": unit.region}
    if not units:
        remark = found.remark or _NOT_ENROLLED.format(unit=found.unit)
        yield {**fields, "key": found.key, "remark": remark}


def _units(found: Proposed) -> list[Organisation]:
    """Whom the proposal means: nobody known, one unit, or every city of the province."""
    known = register().organisations.get(found.organisation)
    if known is None:
        return []
    units = Organisation.objects.filter(kind=OrganisationKind.GOVERNMENT, active=True)
    if known.function == "city_governments":
        cities = units.filter(region__startswith=known.region[:2], code__endswith="00-government")
        return list(cities.exclude(region=known.region).order_by("code"))
    return list(units.filter(code=known.id))


def _fields(found: Proposed) -> dict[str, Any]:
    """What a proposal says, as a task's fields."""
    target, cadence = found.target, found.cadence
    return {
        "section": found.section,
        "clause": found.clause,
        "name": found.name,
        "content": found.content,
        "kind": found.kind,
        "part": found.part,
        "printed": found.unit,
        "remark": found.remark,
        "starts_on": found.starts_on,
        "due": found.due,
        "target_value": target.value.value if target else None,
        "target_unit": target.value.unit if target else "",
        "comparator": target.comparator if target else "",
        "every": cadence.every if cadence else "",
        "interval": cadence.interval if cadence else 1,
        "at_least": cadence.at_least if cadence else None,
        "times_unit": (cadence.unit or "次") if cadence else "",
        "per": (cadence.per or "") if cadence else "",
    }
