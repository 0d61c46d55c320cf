"""Lamps over all projects: each night, and of one whenever something about it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet

from ballast.supervision.lamps import Shown
from ballast_web.kernel.clock import today
from ballast_web.kernel.lamps import watch
from ballast_web.projects.models import Condition, Project, ProjectLampChange
from ballast_web.projects.services.facts import facts_of
from ballast_web.projects.states import ConditionState

#: Projects that are lit in one transaction, with four queries.
BATCH = 1000
SUBJECT = "project"


def with_all(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Projects with everything that their lamps ask."""
    waiting = Condition.objects.filter(state=ConditionState.OPEN).select_related("unit")
    return rows.prefetch_related("milestones", "fundings", Prefetch("conditions", queryset=waiting))


def shown(project: Project, day: date | None = None) -> Shown:
    """The project's lamp with its reasons, as of now."""
    day = day or today()
    (read,) = with_all(Project.objects.filter(pk=project.pk))
    return watch(SUBJECT, day).show(facts_of(read, day))


def batches() -> Iterator[list[Project]]:
    """All projects in order, so many at a time; each batch is read when it is asked for."""
    last = 0
    while rows := list(with_all(Project.objects.filter(pk__gt=last).order_by("pk"))[:BATCH]):
        yield rows
        last = rows[-1].pk


def light(projects: Iterable[Project], day: date) -> Counter[str]:
    """Show the lamps of `projects`, write down what changed, count what they show. In `writing`."""
    rules, found = watch(SUBJECT, day), []
    counted: Counter[str] = Counter()
    for project in projects:
        lamp = rules.show(facts_of(project, day))
        counted[lamp.lamp] += 1
        if _said(lamp) != (project.lamp, project.lit, project.missing):
            found.append((project, lamp))
    _write(found, day)
    return counted


def _said(lamp: Shown) -> tuple[str, list[str], list[str]]:
    return lamp.lamp, [each.rule for each in lamp.lit], list(lamp.missing)


def _change(project: Project, lamp: Shown, day: date) -> ProjectLampChange:
    rules = [each.rule for each in lamp.lit]
    return ProjectLampChange(
        project=project, day=day, before=project.lamp, after=lamp.lamp, rules=rules
    )


def _write(found: list[tuple[Project, Shown]], day: date) -> None:
    """One statement for all that show the same for the same rules."""
    changes = [_change(each, lamp, day) for each, lamp in found if lamp.lamp != each.lamp]
    turned = {change.project_id for change in changes}

    def alike(item: tuple[Project, Shown]) -> tuple[Any, ...]:
        project, lamp = item
        return *_said(lamp), project.pk in turned

    for (name, lit, missing, anew), group in groupby(sorted(found, key=alike), key=alike):
        fields: dict[str, Any] = {"lamp": name, "lit": lit, "missing": missing}
        fields |= {"lamp_since": day} if anew else {}
        Project.objects.filter(pk__in=[each.pk for each, _ in group]).update(**fields)
    ProjectLampChange.objects.bulk_create(changes, batch_size=BATCH)


def relight(project: Project) -> None:
    """Show one project's lamp anew after a change. In `writing`."""
    light(with_all(Project.objects.filter(pk=project.pk)), today())
