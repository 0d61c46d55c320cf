"""Working days in China: the State Council's yearly arrangement of holidays (调休)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import chinese_calendar
from chinese_calendar.constants import holidays


@cache
def last_known() -> date:
    """The last day for which an arrangement has been published, as far as the library knows."""
    return date(max(holidays).year, 12, 31)


def is_working_day(day: date) -> bool:
    """Whether offices work on `day`; after the last arrangement known, Monday to Friday."""
    if day > last_known():
        return day.weekday() < 5
    return bool(chinese_calendar.is_workday(day))


def working_days_after(day: date, number: int) -> date:
    """The day on which `number` working days have passed since `day`, itself not counted."""
    left = number
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after `first` up to and including `last`; negative if reversed."""
    if last < first:
        return -working_days_between(last, first)
    days = (last - first).days
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, days + 1))
