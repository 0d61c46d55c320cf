"""Circulars as a Django app."""

from django.apps import AppConfig


class CircularsConfig(AppConfig):
    """Official papers about how tasks stand, from the draft to the receipts of their readers."""

    name = "ballast_web.circulars"
    label = "circulars"
    verbose_name = "通报"
