"""The catalogue as a Django app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The policy library in published versions."""

    name = "ballast_web.catalogue"
    label = "catalogue"
