"""A province's installation: PostgreSQL, TLS before it, every secret from the environment."""

from __future__ import annotations

from ballast_web.errors import WrongSetting
from ballast_web.settings import environment as env
from ballast_web.settings.base import *  # noqa: F403
from ballast_web.settings.base import BALLAST_TODAY

DEBUG = False
SECRET_KEY = env.required("BALLAST_SECRET_KEY", "at least 50 random characters")
BALLAST_AUDIT_KEY = env.required("BALLAST_AUDIT_KEY", "at least 32 random characters")
BALLAST_DATA_KEYS = env.listed("BALLAST_DATA_KEYS") or [
    env.required("BALLAST_DATA_KEYS", "at least 32 random characters; several parted by commas")
]
ALLOWED_HOSTS = env.listed("BALLAST_HOSTS") or [
    env.required("BALLAST_HOSTS", "the names under which the site is reached, parted by commas")
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATABASES = {
    "default": env.database(
        env.required("BALLAST_DATABASE", "postgresql://user:password@host:port/name")
    )
}
if BALLAST_TODAY:
    raise WrongSetting(
        name="BALLAST_TODAY",
        given=str(BALLAST_TODAY),
        allowed="nothing: a fixed day is for demonstrations",
    )

SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^(health|ready|metrics)$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
#: Browsers take such a cookie from this very site alone, over TLS: no other name of the domain can
#: set one in its place.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-language"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EMAIL_HOST = env.text("BALLAST_SMTP_HOST", "localhost")
EMAIL_PORT = env.whole("BALLAST_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("BALLAST_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("BALLAST_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("BALLAST_SMTP_TLS", default=True)
