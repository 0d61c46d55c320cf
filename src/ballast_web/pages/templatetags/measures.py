"""Filters for what a measure states: figures, dates, duties that recur."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.translation import gettext as _

from ballast.measures.schema import Amount, Cadence, Period
from ballast.quantities import Quantity
from ballast.rules import wording
from ballast_web.kernel.wording import said

register = template.Library()
_EVERY = {
    "day": "日",
    "week": "周",
    "ten_days": "旬",
    "half_month": "半月",
    "month": "月",
    "quarter": "季度",
    "half_year": "半年",
    "year": "年",
}
_SIGNS = {">=": "≥ ", ">": "＞ ", "<=": "≤ ", "<": "＜ ", "=": ""}


@register.filter
def figure(amount: Amount) -> str:
    """A figure with its comparator: ≥ 500万元, 60%至90%."""
    value = quantity(amount.value)
    if amount.upper is not None:
        return f"{value}至{quantity(amount.upper)}"
    return f"{_SIGNS.get(amount.comparator or '', '')}{value}"


def quantity(given: Quantity) -> str:
    """A quantity in words."""
    value = Fraction(given.value)
    if given.unit == "ratio":
        return wording.share(value)
    return wording.number(value, given.unit)


@register.filter
def window(period: Period) -> str:
    """From a day to a day; an open side is said so."""
    start, end = period.from_, period.to
    if start and end:
        return said(f"{wording.day(start)}至{wording.day(end)}")
    return said(f"{wording.day(end)}前" if end else f"{wording.day(start)}起" if start else "")


@register.filter
def often(cadence: Cadence) -> str:
    """How often a duty recurs: 每月至少一场."""
    once = said(_EVERY[cadence.every])
    every = said(f"{cadence.interval}个{_EVERY[cadence.every]}") if cadence.interval > 1 else once
    times = f"{cadence.at_least}{cadence.unit or said('次')}"
    whom = f"（{cadence.per}）" if cadence.per else ""
    return _("每%(every)s至少%(times)s%(whom)s") % {
        "every": every,
        "times": times,
        "whom": whom,
    }
