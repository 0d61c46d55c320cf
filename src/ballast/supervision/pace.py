"""How far a target should be on a day: by the days that have passed, or by its months' shares."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

#: Digits of a share after the point, as facts of ratios have them.
PLACES = Decimal("0.000001")


def planned(first: date, due: date, day: date, months: Sequence[int] = ()) -> Decimal:
    """The share of the work that should be done at the end of `day`, 0 to 1.

    `months` are the weights of January to December where the work is seasonal: a month's weight is
    spread evenly over its days. Without them every day weighs the same. Raises ValueError for
    weights that are not twelve, negative, or nothing between `first` and `due`.
    """
    if due < first:
        raise ValueError(f"due on {due}, before the first day, {first}")
    weights = _checked(months)
    total = _weight(first, due, weights)
    if total == 0:
        raise ValueError(f"no month from {first} to {due} has a weight")
    if day < first:
        return Decimal(0)
    return _decimal(_weight(first, min(day, due), weights) / total)


def _checked(months: Sequence[int]) -> Sequence[int] | None:
    if months and (len(months) != 12 or min(months) < 0):
        raise ValueError(f"{list(months)}; twelve weights of 0 or more")
    return months or None


def _weight(first: date, last: date, weights: Sequence[int] | None) -> Fraction:
    """What the days from `first` to `last` weigh together."""
    if weights is None:
        return Fraction((last - first).days + 1)
    total, day = Fraction(0), first
    while day <= last:
        length = monthrange(day.year, day.month)[1]
        end = min(day.replace(day=length), last)
        total += Fraction(weights[day.month - 1] * ((end - day).days + 1), length)
        day = end + timedelta(days=1)
    return total


def _decimal(share: Fraction) -> Decimal:
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    return exact.quantize(PLACES, ROUND_HALF_UP)
