"""One step of a task: locked, checked, written into its history and the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ballast_web.errors import NotAllowed, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now
from ballast_web.kernel.writes import writing
from ballast_web.supervision.access import access_tasks
from ballast_web.supervision.errors import ReasonNeeded
from ballast_web.supervision.models import Task, TaskStep
from ballast_web.supervision.states import OFFICERS, TASKS


@contextmanager
def stepping(acting: Acting, task: Task, move: str, said: str = "") -> Iterator[Task]:
    """Make the `move` of TASKS; what the caller changes is saved with it.

    Raises NotHere, WrongState, NotAllowed.
    """
    with writing(acting):
        held = locked(acting, task)
        target = TASKS.move(held.state, move, acting)
        if TASKS.moves[move].roles == OFFICERS:
            must_answer_for(acting, held, TASKS.moves[move].label)
        yield held
        finish(acting, held, move, TASKS.moves[move].label, target, said)
    task.refresh_from_db()


def locked(acting: Acting, task: Task) -> Task:
    """The task as it stands, locked for this transaction. Raises NotHere."""
    held = access_tasks(acting).filter(pk=task.pk).select_for_update(of=("self",)).first()
    if held is None:
        raise NotHere(what="这项任务")
    return held


def must_answer_for(acting: Acting, task: Task, what: str) -> None:
    """Raises NotAllowed unless `acting` is of the unit whose task it is."""
    if not acting.is_platform and acting.organisation != task.unit:
        role = acting.role.label if acting.role else ""
        raise NotAllowed(role=role, what=f"{what}其他单位的任务")


def finish(
    acting: Acting, held: Task, step: str, label: str, target: str = "", said: str = ""
) -> TaskStep:
    """Save the task and write the step down; without `target` it stays where it is."""
    source, held.state = held.state, target or held.state
    held.save()
    with writing(acting) as log:
        written = TaskStep.objects.create(
            task=held,
            step=step,
            label=label,
            source=source,
            target=held.state,
            person=acting.person,
            acting_as=str(acting),
            at=now(),
            said=said.strip(),
        )
        log.note(f"task.{step}", held, number=held.number, source=source, target=held.state)
    return written


def needed(said: str, action: str) -> str:
    """The words that the other side will read. Raises ReasonNeeded where there are none."""
    if not said.strip():
        raise ReasonNeeded(action=action)
    return said.strip()
