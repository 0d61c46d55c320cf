"""Questions to the solver: is there a row such that …? Its answer is a row, none, or no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import z3

from ballast.engine.reference import Row, World
from ballast.verification.encoder import Encoder
from ballast.verification.values import Term

#: Milliseconds for one question; what is not decided by then is reported as undecided.
PATIENCE = 10_000
#: For each hint, which can be left.
HURRY = 500


@dataclass(frozen=True)
class Example:
    """A row and a day that the solver found, and the rows that the row's enterprise owns."""

    row: Row
    day: date
    owned: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def world(self, encoder: Encoder) -> World:
        """The row under the law of its day, for the reference."""
        return World(self.row, encoder.vocabulary, self.day, self.owned)


@dataclass(frozen=True)
class Answer:
    """`example` where there is one; else, if `proved`, there is none.

    `core` names the demands that together cannot be met.
    """

    example: Example | None
    proved: bool
    core: tuple[str, ...] = ()


def ask(encoder: Encoder, demands: Mapping[str, Term], hints: Sequence[Term] = ()) -> Answer:
    """A row that meets all `demands` (named, for the core) and those of `hints` that fit."""
    solver = z3.Solver()
    solver.set("timeout", PATIENCE)
    solver.add(encoder.limits)
    marks = {z3.Bool(f"demand:{place}"): name for place, name in enumerate(demands)}
    for mark, demand in zip(marks, demands.values(), strict=True):
        solver.add(z3.Implies(mark, demand))
    found = solver.check(*marks)
    if found == z3.sat:
        return Answer(_read(encoder, _prettier(solver, list(marks), hints)), True)
    if found == z3.unsat:
        core = {str(mark) for mark in solver.unsat_core()}
        names = (name for mark, name in marks.items() if str(mark) in core)
        return Answer(None, True, tuple(names))
    return Answer(None, False)


def _prettier(solver: z3.Solver, marks: Sequence[Term], hints: Sequence[Term]) -> z3.ModelRef:
    """A model that meets as many hints as fit, taken one by one."""
    model = solver.model()
    solver.set("timeout", HURRY)
    for hint in hints:
        solver.push()
        solver.add(hint)
        if solver.check(*marks) == z3.sat:
            model = solver.model()
        else:
            solver.pop()
    return model


def _read(encoder: Encoder, model: z3.ModelRef) -> Example:
    day = model.eval(encoder.as_of, model_completion=True).as_long()
    return Example(encoder.read(model), date.fromordinal(day), encoder.owned(model))
