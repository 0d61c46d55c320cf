"""The platform's day: the calendar's, or a fixed one for demonstrations."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day in China on which law applies and deadlines run."""
    return settings.BALLAST_TODAY or timezone.localdate()


def now() -> datetime:
    """The present moment; on the fixed day of a demonstration, at this time of day."""
    moment = timezone.now()
    fixed = settings.BALLAST_TODAY
    return moment + timedelta(days=(fixed - timezone.localdate()).days) if fixed else moment
