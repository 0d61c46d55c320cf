"""A demonstration on one machine: embedded, on a fixed day, with a synthetic province."""

from __future__ import annotations

from datetime import date

from ballast_web.settings import environment as env
from ballast_web.settings.embedded import *  # noqa: F403
from ballast_web.settings.embedded import INSTALLED_APPS

BALLAST_DEMONSTRATION = True
BALLAST_TODAY = env.day("BALLAST_TODAY") or date(2022, 10, 31)
INSTALLED_APPS = [*INSTALLED_APPS, "ballast_web.demonstration"]
