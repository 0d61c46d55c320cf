"""What other apps tell: a run is finished; money was paid, returned, clawed back."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from ballast_web.applications.services.paying import follow
from ballast_web.applications.tasks import open_automatic
from ballast_web.enterprises.models import Run
from ballast_web.enterprises.signals import run_finished
from ballast_web.payments import signals


@receiver(run_finished)
def judged(run: Run, **_: Any) -> None:
    """Everybody was judged: what needs no application gets its cases."""
    open_automatic.enqueue(run.pk)


@receiver(signals.paid)
def paid(claim_reference: str, complete: bool = True, **_: Any) -> None:
    """Every purse has paid its part."""
    if complete:
        follow(claim_reference, "record_paid")


@receiver(signals.returned)
def returned(claim_reference: str, **_: Any) -> None:
    """The bank sent a payment back."""
    follow(claim_reference, "record_returned")


@receiver(signals.clawed_back)
def clawed_back(claim_reference: str, amount_fen: int, **_: Any) -> None:
    """Money came back to the budget."""
    follow(claim_reference, "record_clawed_back", amount_fen)
