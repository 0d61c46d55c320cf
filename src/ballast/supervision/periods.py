"""Reporting periods: the day, the week, the 旬, the half month … as Chinese offices count them.

A 旬 is the 1st to 10th, 11th to 20th, or the rest of a month; a half month ends on the 15th or the
last; a week runs from Monday to Sunday.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from ballast.measures.schema import Frequency

#: Periods that are whole months, by how many.
_MONTHS: dict[Frequency, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
#: The last days of the parts of a month but its end.
_PARTS: dict[Frequency, tuple[int, ...]] = {"ten_days": (10, 20), "half_month": (15,)}
_PART_NAMES: dict[Frequency, tuple[str, ...]] = {
    "ten_days": ("上旬", "中旬", "下旬"),
    "half_month": ("上半月", "下半月"),
}
_QUARTERS = "一二三四"
FREQUENCY_LABELS: dict[Frequency, str] = {
    "day": "每日",
    "week": "每周",
    "ten_days": "每旬",
    "half_month": "每半月",
    "month": "每月",
    "quarter": "每季度",
    "half_year": "每半年",
    "year": "每年",
}


@dataclass(frozen=True)
class Span:
    """A period from its first day to its last, as people name it: 2022年10月上旬."""

    label: str
    first: date
    last: date


def span_on(day: date, every: Frequency) -> Span:
    """The period in which `day` lies."""
    if every == "day":
        return Span(f"{day.year}年{day.month}月{day.day}日", day, day)
    if every == "week":
        year, week, weekday = day.isocalendar()
        monday = day - timedelta(days=weekday - 1)
        return Span(f"{year}年第{week}周", monday, monday + timedelta(days=6))
    return _part_of_month(day, every) if every in _PARTS else _months(day, every)


def _part_of_month(day: date, every: Frequency) -> Span:
    ends = (*_PARTS[every], monthrange(day.year, day.month)[1])
    place = next(i for i, end in enumerate(ends) if day.day <= end)
    first = day.replace(day=1 if place == 0 else ends[place - 1] + 1)
    name = f"{day.year}年{day.month}月{_PART_NAMES[every][place]}"
    return Span(name, first, day.replace(day=ends[place]))


def _months(day: date, every: Frequency) -> Span:
    months = _MONTHS[every]
    place = (day.month - 1) // months
    last = (place + 1) * months
    end = date(day.year, last, monthrange(day.year, last)[1])
    names: dict[Frequency, str] = {
        "month": f"{day.month}月",
        "quarter": f"第{_QUARTERS[place % 4]}季度",
        "half_year": ("上半年", "下半年")[place % 2],
        "year": "",
    }
    return Span(f"{day.year}年{names[every]}", date(day.year, place * months + 1, 1), end)


def spans(every: Frequency, first: date, last: date, interval: int = 1) -> Iterator[Span]:
    """The periods from `first` to `last`, both clipped to these days; `interval` of them at a time.

    Raises ValueError for an interval below 1.
    """
    if interval < 1:
        raise ValueError(f"an interval of {interval}; at least 1")
    single = _single(every, first, last)
    while group := list(islice(single, interval)):
        label = group[0].label if len(group) == 1 else f"{group[0].label}至{group[-1].label}"
        yield Span(label, group[0].first, group[-1].last)


def _single(every: Frequency, first: date, last: date) -> Iterator[Span]:
    day = first
    while day <= last:
        span = span_on(day, every)
        yield replace(span, first=max(span.first, first), last=min(span.last, last))
        day = span.last + timedelta(days=1)
