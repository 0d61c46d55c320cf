"""Filters: figures and shares of tasks as people read them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from ballast_web.kernel.acting import Acting
from ballast_web.supervision.models import Event
from ballast_web.supervision.services import events

register = template.Library()


@register.filter
def percent(share: Decimal | None) -> str:
    """A share as a percentage with one digit: 83.3%; an em dash for what is not known."""
    if share is None:
        return "—"
    return f"{(Decimal(share) * 100).quantize(Decimal('0.1')).normalize():f}%"


@register.filter
def figure(number: Decimal | None) -> str:
    """A figure without idle zeros, thousands apart: 8,500; an em dash for what is not known."""
    if number is None:
        return "—"
    return f"{Decimal(number).normalize():,f}"


@register.filter
def may_withdraw(acting: Acting, event: Event) -> bool:
    """Whether the event is theirs to take back."""
    return events.may_withdraw(acting, event)
