"""State machines: an enum of states, the moves between them, and who may make each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from ballast_web.errors import WrongState
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.roles import Role


@dataclass(frozen=True)
class Move:
    """A move from any of `sources` to `target`; `label` says it as a verb (“受理”)."""

    name: str
    label: str
    sources: frozenset[str]
    target: str
    roles: frozenset[Role]


class Machine:
    """The moves of one kind of thing, `noun` (“申报”), between the states of one enum."""

    def __init__(self, noun: str, states: type[TextChoices], moves: Iterable[Move]) -> None:
        self.noun, self.states = noun, states
        self.moves: Mapping[str, Move] = {move.name: move for move in moves}

    def move(self, state: str, name: str, acting: Acting) -> str:
        """The state after the move. Raises WrongState, NotAllowed."""
        move = self.moves[name]
        if state not in move.sources:
            allowed = "、".join(str(self.states(each).label) for each in sorted(move.sources))
            now = self.states(state).label
            raise WrongState(what=self.noun, state=now, action=move.label, allowed=allowed)
        acting.must_be(move.roles, f"{move.label}{self.noun}")
        return move.target

    def open_to(self, state: str, acting: Acting) -> Iterator[Move]:
        """The moves that `acting` may make of something in `state`."""
        for move in self.moves.values():
            if state in move.sources and (acting.role is None or acting.role in move.roles):
                yield move
