"""One machine, one database file: for trying Ballast out and for small installations.

Keys are made at the first start and kept beside the data, readable by their owner alone.
"""

from __future__ import annotations

from ballast_web.settings import environment as env
from ballast_web.settings.base import *  # noqa: F403
from ballast_web.settings.base import BALLAST_DATA_KEYS, BALLAST_HOME, STATIC_ROOT
from ballast_web.settings.keys import kept_key

DEBUG = False
ALLOWED_HOSTS = env.listed("BALLAST_HOSTS", "127.0.0.1,localhost")
SECRET_KEY = kept_key(BALLAST_HOME / "secret.key")
BALLAST_AUDIT_KEY = kept_key(BALLAST_HOME / "audit.key")
BALLAST_DATA_KEYS = BALLAST_DATA_KEYS or [kept_key(BALLAST_HOME / "data.key")]
BALLAST_DEMONSTRATION = env.flag("BALLAST_DEMONSTRATION")
DATABASES = {
    "default": env.database(
        env.text("BALLAST_DATABASE", f"sqlite:///{BALLAST_HOME / 'ballast.sqlite3'}")
    )
}
#: Static files are served from where they lie; nothing is collected.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
