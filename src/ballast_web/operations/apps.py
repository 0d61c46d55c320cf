"""Operations as a Django app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Health, metrics, logs."""

    name = "ballast_web.operations"
    label = "operations"
