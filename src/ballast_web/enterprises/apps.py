"""Enterprises as a Django app."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """Facts of enterprises, and the verdicts on them."""

    name = "ballast_web.enterprises"
    label = "enterprises"
