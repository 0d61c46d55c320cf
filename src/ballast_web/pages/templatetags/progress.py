"""Filters for what units report: figures without idle zeros, shares as percentages."""

from __future__ import annotations

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def plain(value: Decimal | None) -> str:
    """A figure as people write it: 1200, 1.5; 未知 for None."""
    return "未知" if value is None else f"{value.normalize():,f}"


@register.filter
def percent(share: Decimal | None) -> str:
    """A share with one digit, rounded down, so that 99.96% is not complete: 24%, 99.9%."""
    if share is None:
        return "未知"
    return f"{(share * 100).quantize(Decimal('0.1'), 'ROUND_DOWN').normalize():f}%"


@register.filter
def unlocalised(value: Decimal) -> str:
    """A number as HTML's own attributes want it."""
    return f"{value:f}"
