"""Work of payments that runs in the background."""

from __future__ import annotations

from django_tasks import task

from ballast_web.kernel.acting import platform
from ballast_web.payments.models import Batch
from ballast_web.payments.services.batches import send


@task()
def send_batch(batch_id: int) -> str:
    """Send a released batch to the bank; safe to run again. Gives the bank's or file's name."""
    return send(platform("送银行"), Batch.objects.get(pk=batch_id)).sent_as
