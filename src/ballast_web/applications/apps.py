"""Applications as a Django app."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """What enterprises apply for, and what becomes of it."""

    name = "ballast_web.applications"
    label = "applications"
    verbose_name = "申报"

    def ready(self) -> None:
        """Listen to runs, and to what becomes of the money."""
        from ballast_web.applications import receivers  # noqa: F401, PLC0415 - models are loaded
