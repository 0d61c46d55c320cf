"""The push as a Django app."""

from django.apps import AppConfig


class PushConfig(AppConfig):
    """Who is told what, by which way, and what became of it."""

    name = "ballast_web.push"
    label = "push"
    verbose_name = "精准推送"
