"""`ballast-web assets`: fetch the front-end files of other makers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ballast_web.assets import install


class Command(BaseCommand):
    """Fetch Tabler, htmx, ECharts at the versions in assets.toml, held to their hashes."""

    help = "Fetch the front-end files of other makers, held to their hashes."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own attribute

    def handle(self, *args: Any, **options: Any) -> None:
        """Fetch what is not there yet."""
        for path in install(settings.BALLAST_ASSETS):
            self.stdout.write(str(path))
