"""One step of an application: locked, checked, written into its history and the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ballast_web.applications import signals
from ballast_web.applications.access import access_applications
from ballast_web.applications.deadlines import Clock
from ballast_web.applications.errors import ReasonNeeded
from ballast_web.applications.judging import Judged, at_hand
from ballast_web.applications.models import Application, Judgement, Purpose, Transition
from ballast_web.applications.procedure import Procedure, procedure_of
from ballast_web.applications.states import MACHINE
from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.writes import writing
from ballast_web.payments.models import Reservation


@dataclass
class Step:
    """What is being done: the services change the application and this before it is written.

    `target` is the state afterwards; `name` and `label` stand in the history.
    """

    application: Application
    name: str
    label: str
    target: str
    reason: str = ""
    judgement: Judgement | None = None
    reservation: Reservation | None = None

    def stay(self, name: str, label: str, reason: str = "") -> None:
        """Write down a step that leaves the state as it is."""
        self.name, self.label, self.target = name, label, self.application.state
        self.reason = reason or self.reason


@contextmanager
def stepping(
    acting: Acting, application: Application, move: str, reason: str = ""
) -> Iterator[Step]:
    """Make the `move` of MACHINE. Raises NotHere, WrongState, NotAllowed."""
    at_hand()
    with writing(acting):
        held = locked(acting, application)
        target = MACHINE.move(held.state, move, acting)
        step = Step(held, move, MACHINE.moves[move].label, target, reason.strip())
        yield step
        finish(acting, step)
    application.refresh_from_db()


def locked(acting: Acting, application: Application) -> Application:
    """The application as it stands, locked for this transaction. Raises NotHere."""
    seen = access_applications(acting).filter(pk=application.pk)
    held = seen.select_for_update(of=("self",)).first()
    if held is None:
        raise NotHere(what="这份申报")
    return held


def finish(acting: Acting, step: Step) -> Transition:
    """Save the application and write the step down. Within a transaction."""
    held, source = step.application, step.application.state
    held.state = step.target
    held.save()
    with writing(acting, part=True) as log:
        transition = Transition.objects.create(
            application=held,
            step=step.name,
            label=step.label,
            source=source,
            target=step.target,
            person=acting.person,
            acting_as=str(acting),
            organisation=acting.organisation,
            at=now(),
            reason=step.reason,
            judgement=step.judgement,
        )
        log.note(
            f"application.{step.name}",
            held,
            number=held.number,
            source=source,
            target=step.target,
            reason=step.reason,
            amount_fen=held.amount_fen,
        )
        signals.stepped.send(Application, application=held, transition=transition, acting=acting)
    return transition


def judgement_of(application: Application, judged: Judged, purpose: Purpose) -> Judgement:
    """Keep what was judged of the application."""
    kept: dict[str, Any] = judged.kept()
    return Judgement.objects.create(application=application, purpose=purpose, at=now(), **kept)


def needed(reason: str, action: str) -> str:
    """The reason, which the applicant will read. Raises ReasonNeeded where there is none."""
    if not reason.strip():
        raise ReasonNeeded(action=action)
    return reason


def procedure(application: Application) -> Procedure:
    """How the application is handled, by the rules of the day on which it is judged."""
    return procedure_of(application.rule, application.kind, application.judged_on or today())


def clock_of(application: Application) -> Clock | None:
    """The office's clock; None before submission."""
    if application.clock_from is None:
        return None
    return Clock(
        application.clock_from,
        application.days_allowed,
        application.days_paused,
        application.paused_on,
    )


def wind(application: Application, clock: Clock) -> None:
    """Set the office's clock and with it the deadline."""
    application.clock_from, application.days_allowed = clock.started, clock.allowed
    application.days_paused, application.paused_on = clock.paused, clock.stopped
    application.due = clock.due
