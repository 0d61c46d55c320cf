"""Housekeeping of the API's writes."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ballast_web.jobs.periodic import every
from ballast_web.jobs.task import task
from ballast_web.kernel.acting import platform
from ballast_web.kernel.writes import writing
from ballast_web.keys.models import GivenAnswer, SeenSignature

_LABEL = "清理接口写入的答复"


@every("03:40")
@task(label=_LABEL)
def forget_answers() -> int:
    """Delete answers to writes older than `BALLAST_ANSWER_DAYS`; gives how many.

    Who sends such a write again after that is taken for somebody who means it anew.
    """
    kept_since = timezone.now() - timedelta(days=settings.BALLAST_ANSWER_DAYS)
    with writing(platform(_LABEL)) as log:
        gone = GivenAnswer.objects.filter(at__lt=kept_since).delete()[0]
        if gone:
            log.note("answers.forgotten", "api", number=gone, before=kept_since)
    return gone


@every("03:45")
@task(label="清理已用签名")
def forget_signatures() -> int:
    """Delete signatures that are out of time by now anyway; gives how many."""
    old = timezone.now() - timedelta(days=1)
    return SeenSignature.objects.filter(at__lt=old).delete()[0]
