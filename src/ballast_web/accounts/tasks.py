"""Housekeeping of sessions."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ballast_web.accounts.services.sessions import forget
from ballast_web.jobs.periodic import every
from ballast_web.jobs.task import task


@every("03:50")
@task(label="清理过期登录")
def forget_sessions() -> int:
    """Delete what is left of sessions that ended a day ago or more; gives how many."""
    return forget(timezone.now() - timedelta(days=1))
