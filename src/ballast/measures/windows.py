"""Windows of calendar time: years, halves, quarters, months, five-year plans."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` to `end`, both included; an open side is None."""

    start: date | None
    end: date | None

    def until(self) -> Window:
        """Only its end: what is due by then."""
        return Window(None, self.end)

    def since(self) -> Window:
        """Only its start: what begins then."""
        return Window(self.start, None)


def year(number: int, last: int | None = None) -> Window:
    """The year, or the years up to `last`."""
    return Window(date(number, 1, 1), date(last or number, 12, 31))


def half(number: int, second: bool) -> Window:
    """上半年 or 下半年."""
    return Window(
        date(number, 7 if second else 1, 1), date(number, *((12, 31) if second else (6, 30)))
    )


def quarter(number: int, which: int) -> Window:
    """The quarter `which`, 1 to 4."""
    return Window(date(number, 3 * which - 2, 1), month_end(number, 3 * which))


def months(number: int, first: int, last: int) -> Window:
    """The months from `first` to `last`; a smaller `last` is in the next year."""
    return Window(date(number, first, 1), month_end(number + (last < first), last))


def month_end(number: int, month: int) -> date:
    """The last day of a month."""
    return date(number, month, monthrange(number, month)[1])


def plan(number: int) -> Window:
    """A five-year plan: 十四五 (14) is 2021 to 2025."""
    first = 1951 + 5 * number
    return year(first, first + 4)


def later(day: date, count: int, unit: str) -> date:
    """`day` and `count` days, months or years; a month that is too short gives its last day.

    Raises ValueError or OverflowError beyond the year 9999.
    """
    if unit == "days":
        return day + timedelta(days=count)
    month = day.month - 1 + count * (12 if unit == "years" else 1)
    target, in_year = day.year + month // 12, month % 12 + 1
    return date(target, in_year, min(day.day, monthrange(target, in_year)[1]))
