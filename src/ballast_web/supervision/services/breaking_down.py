"""A task broken down to units below: the parts add up to the target, or say why not."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.writes import writing
from ballast_web.supervision.errors import DoesNotAddUp, NotBelow, StillOpen
from ballast_web.supervision.history import keep
from ballast_web.supervision.models import Task, TaskStep
from ballast_web.supervision.services.figures import share as share_of
from ballast_web.supervision.services.stepping import finish, locked, must_answer_for
from ballast_web.supervision.states import OFFICERS, RUNNING, SUPERVISORS, TaskKind, TaskState

#: What a part takes over from the task that it belongs to.
_INHERITED = (
    *("package", "section", "clause", "source", "version", "name", "content", "kind"),
    *("part", "printed"),
    *("starts_on", "due", "target_unit", "comparator", "months", "report_every"),
    *("every", "interval", "at_least", "times_unit", "per"),
)


def break_down(
    acting: Acting, task: Task, shares: Mapping[Organisation, Decimal | None], note: str = ""
) -> list[Task]:
    """Give each unit of `shares` its part; a target's parts are figures in the target's unit.

    Called again it changes the figures and adds units; parts once given are revoked, not dropped.
    Raises NotAllowed, NotHere, StillOpen, NotBelow, DoesNotAddUp.
    """
    acting.must_be(OFFICERS | SUPERVISORS, "分解任务")
    with writing(acting):
        held = locked(acting, task)
        if acting.role in OFFICERS:
            must_answer_for(acting, held, "分解")
        if held.state not in RUNNING:
            raise StillOpen(action="分解任务", why=f"它处于“{held.get_state_display()}”")
        _check(held, shares, note)
        held.breakdown_note = note.strip()
        parts = [_part(acting, held, unit, share) for unit, share in shares.items()]
        finish(acting, held, "break_down", "分解", said=f"分解到{len(parts)}个单位。{note}".strip())
    task.refresh_from_db()
    return parts


def _check(held: Task, shares: Mapping[Organisation, Decimal | None], note: str) -> None:
    above = held.unit
    assert above is not None  # noqa: S101 - a task that runs has one
    for unit in shares:
        if unit == above or not unit.region.startswith(above.territory):
            raise NotBelow(unit=unit.name, above=above.name)
    if held.kind == TaskKind.TARGET and not note.strip():
        total = sum((share or Decimal(0) for share in shares.values()), Decimal(0))
        kept = held.parts.exclude(unit__in=list(shares)).exclude(state=TaskState.REVOKED)
        total += sum((part.target_value or Decimal(0) for part in kept), Decimal(0))
        if total != held.target_value:
            raise DoesNotAddUp(sum=_said(held, total), target=_said(held, held.target_value))


def _said(held: Task, number: Decimal | None) -> str:
    return f"{(number or Decimal(0)).normalize():f}{held.target_unit}"


def _part(acting: Acting, held: Task, unit: Organisation, share: Decimal | None) -> Task:
    """The unit's part, new or changed."""
    found = held.parts.filter(unit=unit).exclude(state=TaskState.REVOKED).first()
    if found is not None:
        found.target_value = share if held.kind == TaskKind.TARGET else None
        found.progress = share_of(found, found.figure) if share else found.progress
        keep(found)
        finish(acting, found, "adjust", "调整", said="上级调整分解数")
        return found
    inherited = {name: getattr(held, name) for name in _INHERITED}
    made = Task.objects.create(
        **inherited,
        key=f"{held.key}@{unit.code}",
        unit=unit,
        region=unit.region,
        parent=held,
        state=TaskState.ISSUED,
        issued_on=today(),
        target_value=share if held.kind == TaskKind.TARGET else None,
    )
    TaskStep.objects.create(
        task=made,
        step="issue",
        label="下达",
        target=made.state,
        person=acting.person,
        acting_as=str(acting),
        at=now(),
        said=f"由“{held.number} {held.name}”分解",
    )
    with writing(acting) as log:
        log.note("task.issue", made, number=made.number, parent=held.number)
    return made
