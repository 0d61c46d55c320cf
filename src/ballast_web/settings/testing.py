"""For tests: a database of either kind, quick passwords, no secrets worth keeping."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ballast_web.operations.logs import logging
from ballast_web.settings import environment as env
from ballast_web.settings.base import *  # noqa: F403

_FOLDER = Path(tempfile.mkdtemp(prefix="ballast-tests-"))
DEBUG = False
SECRET_KEY = "tests only " * 6
BALLAST_AUDIT_KEY = "tests only"
BALLAST_DATA_KEYS = ["known to everybody: for tests and demonstrations alone"]
BALLAST_HOME = _FOLDER
MEDIA_ROOT = _FOLDER / "files"
STATIC_ROOT = _FOLDER / "static"
STATIC_ROOT.mkdir()
WHITENOISE_USE_FINDERS = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {
    "default": env.database(env.text("BALLAST_DATABASE", f"sqlite:///{_FOLDER}/tests.sqlite3"))
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "tests.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
BALLAST_TODAY = env.day("BALLAST_TODAY")
TASKS = {
    "default": {
        "BACKEND": "ballast_web.jobs.backend.LeaseBackend",
        "QUEUES": [],
        "OPTIONS": {"at_once": True},
    }
}
LOGGING = logging(env.text("BALLAST_LOG", "ERROR"), readable=False)
