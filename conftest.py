"""Fixtures of the platform, for its tests and for those that lie beside its pages."""

<<<<<<< HEAD
pytest_plugins = ["web_fixtures", "emptying"]
=======
pytest_plugins = ["web_fixtures", "money_fixtures"]
>>>>>>> payments
