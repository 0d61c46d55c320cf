"""Fixtures of the platform, for its tests and for those that lie beside its pages."""

pytest_plugins = ["web_fixtures", "emptying", "money_fixtures", "application_fixtures"]
