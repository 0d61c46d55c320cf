"""Periods of entitlement: rule, row and period name what is had once."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from ballast.rules.ruleset import Per, Period

#: How many months a period has.
_MONTHS: dict[Per, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class EntitlementPeriod:
    """A month, a quarter or a year: 2022-10, 2022Q3, 2022, from its first day to its last.

    What is had once has no label, and the days are those of the rule's effect.
    """

    label: str
    first: date
    last: date | None


def period_on(day: date, per: Per, effect: Period) -> EntitlementPeriod:
    """The period in which `day` lies."""
    if per == "once":
        return EntitlementPeriod("", effect.start, effect.end)
    months = _MONTHS[per]
    place = (day.month - 1) // months
    first, last = date(day.year, place * months + 1, 1), (place + 1) * months
    end = date(day.year, last, monthrange(day.year, last)[1])
    labels = {"month": f"{day:%Y-%m}", "quarter": f"{day:%Y}Q{place + 1}", "year": f"{day:%Y}"}
    return EntitlementPeriod(labels[per], first, end)
