"""When an enterprise may be sent something: not at night, not too often."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from ballast_web.push.models import Message

MORNING, NIGHT = time(8), time(21)
#: After how long a channel that was away is tried again; it doubles, up to the longest.
BACK_OFF, LONGEST = timedelta(minutes=1), timedelta(hours=6)
#: How often a message is tried before it has failed.
TRIES = 8


def awake(moment: datetime) -> datetime:
    """`moment`, or the next morning where it lies in the quiet hours (21:00 to 08:00)."""
    local = timezone.localtime(moment)
    if MORNING <= local.time() < NIGHT:
        return moment
    day = local.date() + timedelta(days=local.time() >= NIGHT)
    return _morning(local.replace(year=day.year, month=day.month, day=day.day))


def _morning(local: datetime) -> datetime:
    return local.replace(hour=MORNING.hour, minute=0, second=0, microsecond=0)


def allowed(enterprise: int, outside: list[str], moment: datetime) -> datetime:
    """When the enterprise may be sent one more message by channels outside: `moment`, or later."""
    moment = awake(moment)
    local = timezone.localtime(moment)
    week = local - timedelta(days=7)
    sent = Message.objects.filter(
        enterprise=enterprise, channel__in=outside, sent_at__gt=week, sent_at__lte=moment
    ).order_by("sent_at")
    times = [timezone.localtime(at) for at in sent.values_list("sent_at", flat=True) if at]
    if len(times) >= settings.BALLAST_PUSH_PER_WEEK:
        free = times[len(times) - settings.BALLAST_PUSH_PER_WEEK] + timedelta(days=7)
        return awake(free)
    if sum(at.date() == local.date() for at in times) >= settings.BALLAST_PUSH_PER_DAY:
        return _morning(local + timedelta(days=1))
    return moment


def again(tries: int, moment: datetime) -> datetime:
    """When to try again after `tries` tries."""
    return moment + min(LONGEST, BACK_OFF * 2 ** max(0, tries - 1))
