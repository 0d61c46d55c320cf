"""Routes: pages found by their place, the API, health."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from ballast_web.api.application import api
from ballast_web.pages.discovery import urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ballast_web.operations.health")),
    path("", include("ballast_web.operations.breaches")),
    path("api/v1/", api.urls),
    path("language/", set_language, name="set_language"),
    *urls(),
]
if settings.BALLAST_SINGLE_SIGN_ON:
    urlpatterns.append(path("single-sign-on/", include("mozilla_django_oidc.urls")))
handler404 = "ballast_web.pages.failures.not_found"
handler500 = "ballast_web.pages.failures.broken"
