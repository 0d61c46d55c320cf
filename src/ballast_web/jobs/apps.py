"""The jobs as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Background work; every app's `tasks.py` is found by its place."""

    name = "ballast_web.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        """Load the tasks of every app, so that workers know the periodic ones."""
        autodiscover_modules("tasks")
