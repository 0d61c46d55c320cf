"""One step of a circular: locked, checked, written into its history and the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ballast_web.circulars.access import access_circulars
from ballast_web.circulars.models import Circular, CircularStep
from ballast_web.circulars.states import CIRCULARS
from ballast_web.errors import NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now
from ballast_web.kernel.writes import writing


@contextmanager
def stepping(acting: Acting, circular: Circular, move: str, said: str = "") -> Iterator[Circular]:
    """Make the `move` of CIRCULARS; what the caller changes is saved with it.

    Raises NotHere, WrongState, NotAllowed.
    """
    with writing(acting):
        rows = access_circulars(acting).filter(pk=circular.pk)
        held = rows.select_for_update(of=("self",)).first()
        if held is None:
            raise NotHere(what="这份文稿")
        target = CIRCULARS.move(held.state, move, acting)
        yield held
        held.state = target
        held.save()
        written(acting, held, move, CIRCULARS.moves[move].label, said)
    circular.refresh_from_db()


def written(acting: Acting, held: Circular, step: str, label: str, said: str = "") -> None:
    """Write a step into the circular's history and the log. In `writing`."""
    with writing(acting) as log:
        CircularStep.objects.create(
            circular=held,
            step=step,
            label=label,
            target=held.state,
            said=said.strip(),
            person=acting.person,
            acting_as=str(acting),
            at=now(),
        )
        log.note(f"circular.{step}", held, number=held.number, title=held.title, state=held.state)
