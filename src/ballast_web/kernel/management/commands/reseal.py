"""`ballast-web reseal`: seal what stands sealed under the newest key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ballast_web.kernel.acting import platform
from ballast_web.kernel.sealed import reseal


class Command(BaseCommand):
    """Needs the old key in BALLAST_DATA_KEYS beside the new one, which stands first."""

    help = "Seal what stands sealed under the first key of BALLAST_DATA_KEYS."

    def handle(self, **_options: Any) -> None:
        """Do it, and say of how many."""
        self.stdout.write(f"{reseal(platform('更换数据密钥'))} values sealed anew")
