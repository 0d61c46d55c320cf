"""Who bears what, and who gets what where the money is short: whole 分, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ballast_web.payments.errors import SharesWrong
from ballast_web.payments.models import Budget

WhenShort = Literal["queue", "prorate"]


@dataclass(frozen=True)
class Share:
    """The part `numerator`/`denominator` of a claim that a budget bears."""

    budget: Budget
    numerator: int = 1
    denominator: int = 1

    @property
    def part(self) -> Fraction:
        """The part as a fraction of 1."""
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True)
class Drawing:
    """A claim on several budgets: up to `amount_fen`, borne by the budgets in these parts."""

    amount_fen: int
    parts: Mapping[int, Fraction]


def checked(shares: Sequence[Share]) -> Sequence[Share]:
    """`shares`, if they make one whole. Raises SharesWrong."""
    parts = [share.part for share in shares if share.denominator]
    whole = sum(parts, Fraction(0))
    distinct = {share.budget.pk for share in shares}
    if len(parts) < len(shares) or whole != 1 or len(distinct) < len(shares) or min(parts) <= 0:
        raise SharesWrong(given=f"{float(whole) * 100:g}%")
    return shares


def split(amount_fen: int, parts: Mapping[int, Fraction]) -> dict[int, int]:
    """`amount_fen` by budget: rounded down, what is left by the largest remainder, ties the last.

    The result adds up to `amount_fen`.
    """
    exact = {budget: amount_fen * part for budget, part in parts.items()}
    found = {budget: fen.numerator // fen.denominator for budget, fen in exact.items()}
    place = {budget: number for number, budget in enumerate(parts)}
    ranked = sorted(parts, key=lambda each: (exact[each] - found[each], place[each]), reverse=True)
    for budget in ranked[: amount_fen - sum(found.values())]:
        found[budget] += 1
    return found


def fits(fen: Mapping[int, int], left: Mapping[int, int]) -> bool:
    """Whether each budget can bear its part."""
    return all(part <= left[budget] for budget, part in fen.items())


def most(drawing: Drawing, left: Mapping[int, int]) -> int:
    """The most 分 of `drawing` that the budgets can bear in its parts."""
    ceilings = [int((left[budget] + 1) / part) for budget, part in drawing.parts.items()]
    amount = max(min(drawing.amount_fen, *ceilings), 0)
    while amount and not fits(split(amount, drawing.parts), left):
        amount -= 1
    return amount


def granted(
    drawings: Sequence[Drawing], left: Mapping[int, int], when_short: WhenShort, partial: bool
) -> list[int]:
    """What each of `drawings` gets, in 分, of what is `left` of the budgets, as the rule says."""
    if when_short == "prorate":
        return _prorated(drawings, left)
    return _queued(drawings, left, partial)


def _queued(drawings: Sequence[Drawing], left: Mapping[int, int], partial: bool) -> list[int]:
    """In order, until a claim no longer fits; nobody behind it draws on that budget either."""
    rest, closed, found = dict(left), set[int](), list[int]()
    for drawing in drawings:
        wanted = split(drawing.amount_fen, drawing.parts)
        amount = 0 if closed & wanted.keys() else drawing.amount_fen
        short = {budget for budget, fen in wanted.items() if fen > rest[budget]}
        if amount and short:
            closed |= short
            amount = most(drawing, rest) if partial else 0
        _take(rest, split(amount, drawing.parts))
        found.append(amount)
    return found


def _prorated(drawings: Sequence[Drawing], left: Mapping[int, int]) -> list[int]:
    """The same part for everybody; what rounding leaves goes by the largest remainder."""
    rest = dict(left)
    demand = _demand(drawings)
    exact = [_part(drawing, left, demand) for drawing in drawings]
    found = []
    for drawing, ideal in zip(drawings, exact, strict=True):
        amount = most(Drawing(int(ideal), drawing.parts), rest)
        _take(rest, split(amount, drawing.parts))
        found.append(amount)
    ranked = sorted(range(len(exact)), key=lambda each: (int(exact[each]) - exact[each], each))
    for each in ranked:
        if exact[each] > found[each]:
            found[each] += _one_more(drawings[each], found[each], rest)
    return found


def _demand(drawings: Iterable[Drawing]) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    for drawing in drawings:
        for budget, part in drawing.parts.items():
            found[budget] = found.get(budget, Fraction(0)) + drawing.amount_fen * part
    return found


def _part(drawing: Drawing, left: Mapping[int, int], demand: Mapping[int, Fraction]) -> Fraction:
    scales = (Fraction(left[each]) / (demand[each] or 1) for each in drawing.parts)
    return drawing.amount_fen * min(Fraction(1), *scales)


def _one_more(drawing: Drawing, amount: int, rest: dict[int, int]) -> int:
    """1 if the budgets can bear one 分 more, which is then taken; else 0."""
    before, after = split(amount, drawing.parts), split(amount + 1, drawing.parts)
    extra = {budget: after[budget] - before[budget] for budget in after}
    if not fits(extra, rest):
        return 0
    _take(rest, extra)
    return 1


def _take(rest: dict[int, int], fen: Mapping[int, int]) -> None:
    for budget, part in fen.items():
        rest[budget] -= part
