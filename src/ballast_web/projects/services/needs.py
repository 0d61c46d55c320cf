"""What a project waits for: put to whoever must solve it, and solved."""

from __future__ import annotations

from datetime import date

from ballast_web.errors import BadValue, NotHere, WrongState
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.projects.access import access_projects, access_solvers
from ballast_web.projects.models import Condition, Project
from ballast_web.projects.services.lighting import relight
from ballast_web.projects.services.stepping import (
    handling,
    locked,
    must_handle,
    needed,
    written,
)
from ballast_web.projects.states import HANDLERS, ConditionState, Need


def open_condition(
    acting: Acting, project: Project, kind: str, what: str, unit: Organisation, until: date
) -> Condition:
    """Ask `unit` to solve something until a day. Raises BadValue, NotAllowed, NotHere, NotYours."""
    if not what.strip():
        raise BadValue(field="待解决事项", given="", allowed="具体事项")
    if until < today():
        raise BadValue(field="解决时限", given=f"{until}", allowed=f"不早于{today()}")
    if not access_solvers(acting, project).filter(pk=unit.pk).exists():
        raise BadValue(field="解决单位", given=unit.name, allowed="项目所在市和本省的政府单位")
    kind = Need(kind)
    said = f"{what.strip()}（{unit.name}，{until}前）"
    with handling(acting, project, "condition", "提请要素保障", said) as held:
        return Condition.objects.create(
            project=held,
            kind=kind,
            what=what.strip()[:200],
            unit=unit,
            until=until,
            opened_on=today(),
            opened_by=acting.person,
        )


def solve_condition(acting: Acting, condition: Condition, answer: str) -> Condition:
    """It is solved, as `answer` says: told by the unit that was asked, or by the project's own.

    Raises ReasonNeeded, WrongState, NotAllowed, NotHere, NotYours.
    """
    acting.must_be(HANDLERS, "办结要素保障事项")
    said = needed(answer, "办结要素保障事项")
    with writing(acting):
        project = locked(acting, condition.project)
        if acting.organisation != condition.unit:
            must_handle(acting, project, "办结要素保障事项")
        held = _open(acting, condition)
        held.state, held.answer = ConditionState.SOLVED, said
        held.solved_on, held.solved_by = today(), acting.person
        held.save()
        written(acting, project, "solve", "要素保障办结", f"{held.what}：{said}")
        relight(project)
    condition.refresh_from_db()
    return condition


def _open(acting: Acting, condition: Condition) -> Condition:
    held = Condition.objects.filter(pk=condition.pk).first()
    if held is None or not access_projects(acting).filter(pk=held.project_id).exists():
        raise NotHere(what="这项要素保障事项")
    if held.state != ConditionState.OPEN:
        label = ConditionState.OPEN.label
        raise WrongState(
            what="要素保障事项", state=held.get_state_display(), action="办结", allowed=label
        )
    return held
