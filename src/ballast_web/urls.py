"""Routes: pages found by their place, the API, health."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from ballast_web.pages.discovery import urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", set_language, name="set_language"),
    *urls(),
]
handler404 = "ballast_web.pages.failures.not_found"
handler500 = "ballast_web.pages.failures.broken"
