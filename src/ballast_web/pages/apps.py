"""Pages as a Django app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Pages, their shared pieces and template tags."""

    name = "ballast_web.pages"
    label = "pages"
