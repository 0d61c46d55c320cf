"""The countdown schedule (倒排工期), and the stages as they are reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.projects.errors import OutOfOrder
from ballast_web.projects.models import Milestone, Project
from ballast_web.projects.services.stepping import handling, needed
from ballast_web.projects.states import ORDER, PROJECTS, REPORTING, Stage, place


def plan(
    acting: Acting, project: Project, dates: Mapping[str, date | None], reason: str = ""
) -> Project:
    """Set by when each stage should be reached; stages that `dates` leaves out stay as they are.

    A date put off or taken away needs a reason. Raises OutOfOrder, ReasonNeeded, NotYours.
    """
    with handling(acting, project, "plan", "排定工期", reason) as held:
        there = {each.stage: each for each in held.milestones.all()}
        before = {stage: each.planned for stage, each in there.items() if each.planned}
        wanted = {**before, **dates}
        _in_order(wanted)
        if any(_later(day, wanted[stage]) for stage, day in before.items()):
            needed(reason, "推迟或者取消节点")
        for stage, day in dates.items():
            _set(held, there.get(stage), Stage(stage), day)
    return project


def _later(before: date, after: date | None) -> bool:
    return after is None or after > before


def _in_order(dates: Mapping[str, date | None]) -> None:
    """Raises OutOfOrder where a stage is planned before an earlier one."""
    planned = [(stage, day) for stage in ORDER if (day := dates.get(stage)) is not None]
    for (earlier, first), (later, second) in pairwise(planned):
        if second < first:
            raise OutOfOrder(
                later=later.label, later_on=second, earlier=earlier.label, earlier_on=first
            )


def _set(held: Project, there: Milestone | None, stage: Stage, day: date | None) -> None:
    if there is None:
        if day is not None:
            Milestone.objects.create(project=held, stage=stage, planned=day)
    elif day is None and there.actual is None:
        there.delete()
    else:
        there.planned = day
        there.save(update_fields=["planned"])


def reach(acting: Acting, project: Project, stage: str, day: date, said: str = "") -> Project:
    """The project stands at `stage` since `day`. Raises BadValue, WrongState, NotYours."""
    target = Stage(stage)
    with handling(acting, project, "reach", f"到达{target.label}", said) as held:
        held.stage = PROJECTS.move(held.stage, f"reach_{target}", acting)
        _plausible(held, target, day)
        Milestone.objects.update_or_create(
            project=held, stage=target, defaults={"actual": day, "note": said.strip()[:200]}
        )
        if target in REPORTING and held.reports_from is None:
            held.reports_from = day
    return project


def _plausible(held: Project, stage: Stage, day: date) -> None:
    """Raises BadValue for a day to come, or one before an earlier stage was reached."""
    if day > today():
        raise BadValue(field="实际日期", given=f"{day}", allowed=f"不晚于{today()}")
    reached = held.milestones.filter(actual__isnull=False).order_by("-actual")
    last = next((each for each in reached if place(each.stage) < place(stage)), None)
    if last is not None and last.actual is not None and day < last.actual:
        allowed = f"不早于{last.get_stage_display()}的{last.actual}"
        raise BadValue(field="实际日期", given=f"{day}", allowed=allowed)


def back(acting: Acting, project: Project, stage: str, reason: str) -> Project:
    """The project stands at an earlier stage after all; the later actual dates fall away.

    Raises ReasonNeeded, WrongState, NotAllowed, NotYours.
    """
    target = Stage(stage)
    said = needed(reason, "退回阶段")
    with handling(acting, project, "back", f"退回{target.label}", said) as held:
        held.stage = PROJECTS.move(held.stage, f"back_to_{target}", acting)
        undone = held.milestones.filter(stage__in=ORDER[place(target) + 1 :])
        undone.filter(planned__isnull=True).delete()
        undone.update(actual=None)
    return project
