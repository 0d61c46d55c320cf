"""What other apps are offered: the facts on which drafts of rules are tried."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.dispatch import receiver

from ballast_web.catalogue.facts import facts_wanted
from ballast_web.enterprises.models import Snapshot


@receiver(facts_wanted)
def newest_whole_snapshot(**_: Any) -> Path | None:
    """The folder of the newest snapshot that has all of its region; None where there is none."""
    found = Snapshot.objects.filter(whole=True).order_by("-as_of", "-pk")
    path = found.values_list("path", flat=True).first()
    return Path(path) if path else None
