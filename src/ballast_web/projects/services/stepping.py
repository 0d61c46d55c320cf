"""One step with a project: locked, checked, written into its history and the log, lit anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now
from ballast_web.kernel.writes import writing
from ballast_web.projects.access import access_handled, access_projects
from ballast_web.projects.errors import NotYours, ReasonNeeded
from ballast_web.projects.models import Project, ProjectStep
from ballast_web.projects.services.lighting import relight
from ballast_web.projects.states import HANDLERS


@contextmanager
def handling(
    acting: Acting, project: Project, step: str, label: str, said: str = ""
) -> Iterator[Project]:
    """The project, locked for whoever may move it on; what the caller changes is saved with it.

    Raises NotAllowed, NotHere, NotYours.
    """
    acting.must_be(HANDLERS, label)
    with writing(acting):
        held = locked(acting, project)
        must_handle(acting, held, label)
        yield held
        held.save()
        written(acting, held, step, label, said)
        relight(held)
    project.refresh_from_db()


def locked(acting: Acting, project: Project) -> Project:
    """The project as it stands, locked for this transaction. Raises NotHere."""
    held = access_projects(acting).filter(pk=project.pk).select_for_update(of=("self",)).first()
    if held is None:
        raise NotHere(what="这个项目")
    return held


def must_handle(acting: Acting, project: Project, what: str) -> None:
    """Raises NotYours unless `acting` is of a unit that answers for the project or stands above."""
    if not access_handled(acting).filter(pk=project.pk).exists():
        raise NotYours(unit=acting.organisation, action=what)


def written(acting: Acting, held: Project, step: str, label: str, said: str = "") -> None:
    """Put the step into the project's history and the audit log."""
    with writing(acting) as log:
        ProjectStep.objects.create(
            project=held,
            step=step,
            label=label,
            stage=held.stage,
            person=acting.person,
            acting_as=str(acting),
            at=now(),
            said=said.strip(),
        )
        log.note(f"project.{step}", held, number=held.number, stage=held.stage, said=said.strip())


def needed(said: str, action: str) -> str:
    """The reason that somebody gives. Raises ReasonNeeded where there is none."""
    if not said.strip():
        raise ReasonNeeded(action=action)
    return said.strip()
