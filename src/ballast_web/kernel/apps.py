"""The kernel as a Django app."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """People, organisations, audit."""

    name = "ballast_web.kernel"
    label = "kernel"
    verbose_name = "平台内核"
