"""Fixtures of the platform, for its tests and for those that lie beside its pages."""

from hatch_build import compile_catalogues

compile_catalogues()
pytest_plugins = [
    "web_fixtures",
    "money_fixtures",
    "emptying",
    "application_fixtures",
    "supervision_fixtures",
    "project_fixtures",
]
