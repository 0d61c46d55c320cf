"""Django, set up for a command."""

from __future__ import annotations

import os

import django

from ballast_web.manage import SETTINGS


def set_up() -> None:
    """Use the embedded settings unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
