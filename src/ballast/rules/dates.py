"""Typed construction of arithmetic with dates: periods of months and days (民法典 §§ 201, 202)."""

from __future__ import annotations

from ballast.rules import tree
from ballast.rules.build import Rejected, numeric
from ballast.rules.tree import Node
from ballast.rules.types import DATE, Range, Type

#: The most months that are added, so that a day which leaves the years 1 to 9999 is found to do so
#: before it leaves an engine's own calendar (PostgreSQL's begins in 4713 BC).
MOST_ADDED = 12_000
#: The most months and days that can lie between two dates of the years 1 to 9999.
MONTHS = 12 * 9999
DAYS = 3_652_058

_months, _days = (Range(-most, most) for most in (MONTHS, DAYS))


def add_months(date: Node, months: Node) -> Node:
    """The corresponding day so many months later; `months` is bare or in months, and whole."""
    _date(date, "add_months")
    kind = numeric(months).type
    if kind.unit not in ("", "months"):
        raise Rejected(f"add_months of a {kind}", "a bare number, or one in 个月")
    if kind.is_quotient or kind.numerator.scale:
        raise Rejected("add_months of a part of a month", "a whole number of months")
    if max(-kind.numerator.low, kind.numerator.high) > MOST_ADDED:
        allowed = f"a fact whose `minimum` and `maximum` lie within {MOST_ADDED}"
        raise Rejected(f"add_months of a number that can pass {MOST_ADDED}", allowed)
    return tree.AddMonths(DATE, date, months)


def days_between(start: Node, end: Node) -> Node:
    """The days from `start` to `end`, in days."""
    kind = Type("number", unit="days", numerator=_days)
    return tree.DaysBetween(kind, _date(start, "days_between"), _date(end, "days_between"))


def months_between(start: Node, end: Node) -> Node:
    """The full months from `start` to `end`, in months."""
    kind = Type("number", unit="months", numerator=_months)
    return tree.MonthsBetween(kind, _date(start, "months_between"), _date(end, "months_between"))


def _date(item: Node, name: str) -> Node:
    if item.type.kind != "date":
        raise Rejected(f"{name} of a {item.type}", "a date, as in date '2022-12-31'")
    return item
