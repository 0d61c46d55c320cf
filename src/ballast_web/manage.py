"""`ballast-web`: Django's management commands with the embedded settings by default."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from ballast.errors import BallastError

SETTINGS = "ballast_web.settings.embedded"


def main() -> None:
    """The console entry: an error of Ballast is shown as its message, with exit status 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        execute_from_command_line(sys.argv)
    except BallastError as error:
        sys.stderr.write(f"ballast-web: {error}\n")
        sys.exit(2)
