"""Filters: figures, shares and silences of tasks as people read them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from ballast_web.kernel.acting import Acting
from ballast_web.kernel.wording import said
from ballast_web.supervision.models import Event, Silence
from ballast_web.supervision.services import events
from ballast_web.supervision.services.noticing import texts
from ballast_web.supervision.silent import told

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


@register.filter
def silenced(silence: Silence) -> str:
    """For whom a silence is, and of what: 湛江市各单位，进度滞后."""
    label = texts()[silence.rule][0] if silence.rule in texts() else silence.rule or "全部事由"
    return f"{told(silence)}，{said(label)}"
