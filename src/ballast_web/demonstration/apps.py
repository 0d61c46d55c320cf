"""The demonstration as a Django app; only the demonstration's settings install it."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """A synthetic province."""

    name = "ballast_web.demonstration"
    label = "demonstration"
