"""Supervision as a Django app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Tasks, their progress and lamps, and what follows where they fall behind."""

    name = "ballast_web.supervision"
    label = "supervision"
    verbose_name = "督查"

    def ready(self) -> None:
        """Listen to what is published."""
        from ballast_web.supervision import receivers  # noqa: F401, PLC0415 - models are loaded
