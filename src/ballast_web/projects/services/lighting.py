"""Lamps over all projects: each night, and of one whenever something about it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from ballast.supervision.lamps import Lamps, Shown, Watch, load_lamps
from ballast_web.kernel.clock import today
from ballast_web.projects.models import Condition, Project, ProjectLampChange
from ballast_web.projects.services.facts import facts_of
from ballast_web.projects.states import ConditionState

#: Projects that are lit in one transaction, with four queries.
BATCH = 1000
SUBJECT = "project"


@lru_cache(maxsize=1)
def lamps() -> Lamps:
    """The rules of the installation."""
    return load_lamps(settings.BALLAST_SUPERVISION)


@lru_cache(maxsize=4)
def watch(day: date) -> Watch:
    """The rules about projects in force on `day`, compiled."""
    return lamps().on(SUBJECT, day)


def with_all(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Projects with everything that their lamps ask."""
    waiting = Condition.objects.filter(state=ConditionState.OPEN).select_related("unit")
    return rows.prefetch_related("milestones", "fundings", Prefetch("conditions", queryset=waiting))


def shown(project: Project, day: date | None = None) -> Shown:
    """The project's lamp with its reasons, as of now."""
    day = day or today()
    (read,) = with_all(Project.objects.filter(pk=project.pk))
    return watch(day).show(facts_of(read, day))


def batches() -> Iterator[list[Project]]:
    """All projects in order, so many at a time; each batch is read when it is asked for."""
    last = 0
    while rows := list(with_all(Project.objects.filter(pk__gt=last).order_by("pk"))[:BATCH]):
        yield rows
        last = rows[-1].pk


def light(projects: Iterable[Project], day: date) -> Counter[str]:
    """Show the lamps of `projects`, write down what changed, count what they show. In `writing`."""
    rules, changed, turned = watch(day), [], []
    counted: Counter[str] = Counter()
    for project in projects:
        lamp = rules.show(facts_of(project, day))
        counted[lamp.lamp] += 1
        if lamp.lamp != project.lamp:
            turned.append(_change(project, lamp, day))
            project.lamp_since = day
        if (project.lamp, project.lit, project.missing) != (said := _said(lamp)):
            project.lamp, project.lit, project.missing = said
            changed.append(project)
    fields = ["lamp", "lit", "missing", "lamp_since"]
    Project.objects.bulk_update(changed, fields, batch_size=BATCH // 4)
    ProjectLampChange.objects.bulk_create(turned, batch_size=BATCH)
    return counted


def _said(lamp: Shown) -> tuple[str, list[str], list[str]]:
    return lamp.lamp, [each.rule for each in lamp.lit], list(lamp.missing)


def _change(project: Project, lamp: Shown, day: date) -> ProjectLampChange:
    rules = [each.rule for each in lamp.lit]
    return ProjectLampChange(
        project=project, day=day, before=project.lamp, after=lamp.lamp, rules=rules
    )


def relight(project: Project) -> None:
    """Show one project's lamp anew after a change. In `writing`."""
    light(with_all(Project.objects.filter(pk=project.pk)), today())
