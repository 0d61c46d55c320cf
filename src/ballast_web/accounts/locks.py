"""Whether a login is locked after failures, by what axes wrote down."""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone


def locked_until(login: str) -> datetime | None:
    """Until when the login is locked from some address; None where it is not."""
    period = timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(
        username=login, attempt_time__gt=timezone.now() - period
    ).values("ip_address")
    locked = tried.annotate(failures=Sum("failures_since_start"), last=Max("attempt_time")).filter(
        failures__gte=settings.AXES_FAILURE_LIMIT
    )
    ends = [row["last"] + period for row in locked.order_by()]
    return max(ends, default=None)
