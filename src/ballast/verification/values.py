"""What the solver calculates with: a term, whether it is known, its scale, an open division.

Numbers are whole, at a scale of their own, as in the engines: the solver decides over whole numbers
what it cannot decide over fractions of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, Literal

import z3

Term = Any
TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)


@dataclass(frozen=True)
class Value:
    """A value as the solver sees it: meaningless where `known` is false.

    A number is `term` divided by 10 to the `scale`, and by `bottom` where a division is not yet
    rounded or compared (`known` then says that it is not zero). A date is an ordinal, an enum or a
    code its place in its domain.
    """

    term: Term
    known: Term = TRUE
    scale: int = 0
    bottom: Value | None = None

    @property
    def holds(self) -> Term:
        """Of a condition: that it is true."""
        return z3.And(self.known, self.term)

    @property
    def fails(self) -> Term:
        """Of a condition: that it is false."""
        return z3.And(self.known, z3.Not(self.term))

    def at(self, scale: int) -> Term:
        """A number's term at another scale, never a smaller one."""
        return self.term if scale == self.scale else self.term * 10 ** (scale - self.scale)


def number(value: Decimal) -> Value:
    """A number that everybody knows."""
    value = value.normalize()
    scale = max(0, -int(value.as_tuple().exponent))
    return Value(z3.IntVal(int(value.scaleb(scale))), scale=scale)


def all_known(items: Sequence[Value]) -> Term:
    """That no item is unknown."""
    return z3.And([item.known for item in items])


def conjunction(items: Sequence[Value]) -> Value:
    """Kleene's and."""
    some = z3.Or([item.fails for item in items])
    return Value(z3.And([item.term for item in items]), z3.Or(some, all_known(items)))


def disjunction(items: Sequence[Value]) -> Value:
    """Kleene's or."""
    some = z3.Or([item.holds for item in items])
    return Value(z3.Or([item.term for item in items]), z3.Or(some, all_known(items)))


def aligned(items: Sequence[Value]) -> tuple[list[Term], int]:
    """The items' terms at their common scale."""
    scale = max(item.scale for item in items)
    return [item.at(scale) for item in items], scale


def times(a: Value, b: Value | None) -> Value:
    """A product without regard to divisions; None is one."""
    if b is None:
        return replace(a, bottom=None)
    return Value(a.term * b.term, all_known([a, b]), a.scale + b.scale)


def product(a: Value, b: Value) -> Value:
    """A product with its open divisions."""
    below = [item.bottom for item in (a, b) if item.bottom is not None]
    return replace(times(a, b), bottom=reduce(times, below) if below else None)


def total(a: Value, b: Value) -> Value:
    """A sum with its open divisions."""
    (one, other), scale = aligned([times(a, b.bottom), times(b, a.bottom)])
    below = [item.bottom for item in (a, b) if item.bottom is not None]
    bottom = reduce(times, below) if below else None
    return Value(one + other, all_known([a, b]), scale, bottom)


def quotient(a: Value, b: Value) -> Value:
    """A division, left open; unknown where the divisor (never negative) is zero."""
    known = z3.And(a.known, b.known, b.term != 0)
    return Value(a.term, known, a.scale, b if a.bottom is None else times(a.bottom, b))


def compared(operator: str, left: Value, right: Value) -> Value:
    """A comparison, with divisors multiplied across."""
    (one, other), _ = aligned([times(left, right.bottom), times(right, left.bottom)])
    return Value(_COMPARED[operator](one, other), all_known([left, right]))


_COMPARED: dict[str, Any] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def rounded(
    mode: Literal["half_up", "down", "up"],
    item: Value,
    digits: int,
    floor: Callable[[Term, Term], Term],
) -> Value:
    """Half away from zero, toward zero or away from it; `floor` divides and drops the rest."""
    bottom = item.bottom or number(Decimal(1))
    rise = bottom.scale + digits - item.scale
    size = z3.If(item.term < 0, -item.term, item.term) * 10 ** max(rise, 0)
    part = bottom.term * 10 ** max(-rise, 0)
    whole = {
        "half_up": lambda: floor(size * 2 + part, part * 2),
        "down": lambda: floor(size, part),
        "up": lambda: floor(size + part - 1, part),
    }[mode]()
    return Value(z3.If(item.term < 0, -whole, whole), item.known, digits)


def new_year(year: Term) -> Term:
    """The ordinal of 1 January of `year` (Gregorian, as `date.toordinal` counts)."""
    before = year - 1
    return before * 365 + before / 4 - before / 100 + before / 400 + 1


def ordinal(day: date) -> Term:
    """A day as the solver counts it."""
    return z3.IntVal(day.toordinal())
