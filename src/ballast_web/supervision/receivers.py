"""What is published, told by the catalogue: its tasks are proposed."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from ballast_web.catalogue.signals import published
from ballast_web.supervision.tasks import propose_tasks


@receiver(published)
def tasks_follow(packages: list[str], **_: Any) -> None:
    """Propose in the background, if the publication stands."""
    propose_tasks.enqueue(packages)
