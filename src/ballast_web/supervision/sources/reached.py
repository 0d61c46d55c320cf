"""Enterprises of the territory that a message about the task's clause has reached."""

from __future__ import annotations

from datetime import date

from django.db.models import Count

from ballast_web.push.models import Message
from ballast_web.push.states import TOLD
from ballast_web.supervision.models import Task
from ballast_web.supervision.sources import Counted, counted_by, territory
from ballast_web.supervision.sources.eligible import rules_of

LABEL = "政策已推送到的企业"


def count(task: Task, day: date) -> Counted:
    """Enterprises, each once, whatever the channel and the number of messages."""
    rows = Message.objects.filter(
        rule__in=rules_of(task),
        state__in=TOLD,
        sent_at__date__lte=day,
        enterprise__region__startswith=territory(task),
    )
    number = rows.aggregate(n=Count("enterprise", distinct=True))["n"]
    return counted_by(task, day, number, f"本平台已送达的{task.clause}政策推送（按企业计）")
