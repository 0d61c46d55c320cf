"""Major projects as a Django app."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """The register of major projects and what dispatching them needs."""

    name = "ballast_web.projects"
    label = "projects"
    verbose_name = "重大项目"
