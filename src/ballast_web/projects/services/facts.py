"""What lamps may ask of a project, as supervision/facts/project.yaml declares it.

A project is read with its milestones, conditions and fundings at hand (prefetched).
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from ballast.supervision.pace import PLACES, planned
from ballast_web.projects.models import Condition, Funding, Milestone, Project
from ballast_web.projects.states import REPORTING, ConditionState, Stage, place

#: Beyond this a share says no more: the plan was a fraction of what was done.
_MOST = Decimal(99)

_planned = lru_cache(maxsize=65536)(planned)


def facts_of(project: Project, day: date) -> dict[str, Any]:
    """The facts of a project on `day`."""
    return {
        "number": project.number,
        "complete": is_complete(project),
        "stage": project.stage,
        "reports_missing": reports_missing(project, day),
        **_schedule(project),
        **_conditions(project),
        **_funding(project, day),
        **_investment(project, day),
    }


def is_complete(project: Project) -> bool:
    """Whether nothing is left: 上规入统, or 达产 where that is not planned."""
    if project.stage == Stage.FULL:
        return not any(each.stage == Stage.LISTED for each in open_milestones(project))
    return project.stage == Stage.LISTED


def open_milestones(project: Project) -> list[Milestone]:
    """The milestones that lie ahead with a planned date, in order."""
    ahead = [
        each
        for each in project.milestones.all()
        if each.planned is not None and place(each.stage) > place(project.stage)
    ]
    return sorted(ahead, key=lambda each: place(each.stage))


def _schedule(project: Project) -> dict[str, Any]:
    """The next milestone, and the one after it, before which another has to be reached."""
    ahead = open_milestones(project)
    first, second = ((*ahead[:2], None, None))[:2]
    return {
        "scheduled": first is not None,
        "next_stage": first and first.stage,
        "next_due": first and first.planned,
        "unprepared": second is not None,
        "unprepared_stage": second and second.stage,
        "unprepared_due": second and second.planned,
    }


def _conditions(project: Project) -> dict[str, Any]:
    open_ = open_conditions(project)
    first = open_[0] if open_ else None
    return {
        "conditions_open": len(open_),
        "condition_due": first and first.until,
        "condition_unit": first and first.unit.name,
    }


def open_conditions(project: Project) -> list[Condition]:
    """What it still waits for, the most urgent first."""
    found = [each for each in project.conditions.all() if each.state == ConditionState.OPEN]
    return sorted(found, key=lambda each: (each.until, each.pk))


def _funding(project: Project, day: date) -> dict[str, Any]:
    left = [each for each in project.fundings.all() if each.spent_fen < each.granted_fen]
    if not left:
        names = ("funding_due", "funding_kind", "funding_spent", "funding_planned")
        return {"funded": False, **dict.fromkeys(names)}
    first = min(left, key=lambda each: (each.spend_by, each.pk))
    worst = max(left, key=lambda each: should_be_spent(each, day) - spent(each))
    return {
        "funded": True,
        "funding_due": first.spend_by,
        "funding_kind": first.get_kind_display(),
        "funding_spent": spent(worst),
        "funding_planned": should_be_spent(worst, day),
    }


def spent(funding: Funding) -> Decimal:
    """The share of the money that is spent."""
    return _share(funding.spent_fen, funding.granted_fen)


def should_be_spent(funding: Funding, day: date) -> Decimal:
    """The share that should be, if every day from its grant to its deadline spent as much."""
    return _planned(funding.granted_on, funding.spend_by, day)


def _investment(project: Project, day: date) -> dict[str, Any]:
    """How far the year's plan is done; nothing where no plan for this year stands."""
    done, plan = project.year_fen, project.plan_fen
    if not plan or project.year != day.year:
        return {"invests": False, "year_done": None, "year_planned": None}
    return {
        "invests": True,
        "year_done": None if done is None else min(_share(done, plan), _MOST),
        "year_planned": _planned(date(day.year, 1, 1), date(day.year, 12, 31), day),
    }


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / Decimal(whole)).quantize(PLACES, ROUND_HALF_UP)


def reports_missing(project: Project, day: date) -> int:
    """How many weeks are over and not reported, while weekly reports are due."""
    if project.stage not in REPORTING or project.reports_from is None:
        return 0
    covered = _monday(project.reports_from)
    if project.reported_to is not None:
        covered = max(covered, project.reported_to + timedelta(days=1))
    return max((_monday(day) - covered).days // 7, 0)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
