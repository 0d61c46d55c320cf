"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ballast_web.kernel.clock import today
from ballast_web.pages.discovery import gathered, menu


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Who acts, their menu, the day, and what stands under maps."""
    acting = getattr(request, "acting", None)
    return {
        "acting": acting,
        "menu": gathered(menu(acting)),
        "today": today(),
        "languages": settings.LANGUAGES,
        "fixed_day": settings.BALLAST_TODAY,
        "demonstration": settings.BALLAST_DEMONSTRATION,
        "map_approval": settings.BALLAST_MAP_APPROVAL,
        "map_source": settings.BALLAST_MAP_SOURCE,
    }
