"""Keys as a Django app."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """Keys of the API."""

    name = "ballast_web.keys"
    label = "keys"
