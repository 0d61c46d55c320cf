"""Enterprises as a Django app."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """Facts of enterprises, and the verdicts on them."""

    name = "ballast_web.enterprises"
    label = "enterprises"

    def ready(self) -> None:
        """Listen to what lower apps ask for."""
        from ballast_web.enterprises import offering  # noqa: F401, PLC0415 - needs the models
