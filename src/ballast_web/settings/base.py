"""What every installation shares."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from ballast.content import home
from ballast_web.operations.logs import logging
from ballast_web.settings import environment as env
from ballast_web.settings import single_sign_on as sso

HERE = Path(__file__).resolve().parents[1]

#: Where the platform keeps its files: uploads, runs, published libraries, the audit log's anchors.
BALLAST_HOME = env.path("BALLAST_HOME", Path("out/platform"))
#: Front-end files of other makers, installed by `ballast-web assets`.
BALLAST_ASSETS = env.path("BALLAST_ASSETS", Path("out/assets"))
BALLAST_POLICIES = env.path("BALLAST_POLICIES", home("policies"))
BALLAST_VOCABULARY = env.path("BALLAST_VOCABULARY", home("vocabulary"))
#: The rules of lamps, and what they may ask.
BALLAST_SUPERVISION = env.path("BALLAST_SUPERVISION", home("supervision"))
#: The policy documents themselves, where they are at hand; a page then shows the clause's text.
BALLAST_DOCUMENTS = env.path("BALLAST_DOCUMENTS", Path("../shared/documents"))
#: A snapshot of facts on which drafts are tried, where no imported one is at hand.
BALLAST_FACTS = env.path("BALLAST_FACTS", Path("out/sample/facts"))
#: The province that the installation serves (GB/T 2260), and its name on pages.
BALLAST_PROVINCE = env.text("BALLAST_PROVINCE", "440000")
#: A fixed day for demonstrations; None is the calendar's.
BALLAST_TODAY = env.day("BALLAST_TODAY")
BALLAST_DEMONSTRATION = False
BALLAST_AUDIT_KEY = ""
#: What seals account numbers in the database: the first seals, each opens.
BALLAST_DATA_KEYS: list[str] = env.listed("BALLAST_DATA_KEYS")
BALLAST_AUDIT_DIGEST = env.text("BALLAST_AUDIT_DIGEST", "sha256")
#: What stands under every map, and where its outlines come from.
BALLAST_MAP_APPROVAL = env.text("BALLAST_MAP_APPROVAL", "审图号：GS（2024）0650号")
BALLAST_MAP_SOURCE = env.text("BALLAST_MAP_SOURCE", "国家地理信息公共服务平台“天地图”")
#: A folder with the department's own outlines, `<region>.json` (GeoJSON), in place of ours.
BALLAST_OUTLINES = env.path("BALLAST_OUTLINES", BALLAST_HOME / "outlines")
#: The bank's interface for payment batches, and the secret that signs what is sent to it.
BALLAST_BANK_URL = env.text("BALLAST_BANK_URL")
BALLAST_BANK_SECRET = env.text("BALLAST_BANK_SECRET")
BALLAST_UPLOAD_MEGABYTES = env.whole("BALLAST_UPLOAD_MEGABYTES", 50)
#: How large a file of evidence may be.
BALLAST_EVIDENCE_MEGABYTES = env.whole("BALLAST_EVIDENCE_MEGABYTES", 20)
#: How applications are handled: days allowed, publicity, where automatic ones begin.
BALLAST_PROCEDURE = env.path("BALLAST_PROCEDURE", HERE / "applications" / "procedure.yaml")

#: A folder with the fonts of official papers (仿宋, 小标宋, 黑体, 楷体); the system's otherwise.
BALLAST_PAPER_FONT = env.text("BALLAST_PAPER_FONT")
#: What numbers of circulars begin with, by unit: `440000-government=粤府督`; else from the region.
BALLAST_CIRCULAR_PREFIX = env.listed("BALLAST_CIRCULAR_PREFIX")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    "ballast_web.kernel",
    "ballast_web.jobs",
    "ballast_web.accounts",
    "ballast_web.keys",
    "ballast_web.catalogue",
    "ballast_web.enterprises",
    "ballast_web.push",
    "ballast_web.payments",
    "ballast_web.applications",
    "ballast_web.projects",
    "ballast_web.supervision",
    "ballast_web.scorecards",
    "ballast_web.circulars",
    "ballast_web.operations",
    "ballast_web.pages",
]

MIDDLEWARE = [
    "ballast_web.kernel.client.client_known",
    "ballast_web.operations.watching.requests_watched",
    "ballast_web.api.problems.problems_alone",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ballast_web.operations.breaches.reporting_told",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ballast_web.kernel.middleware.language_chosen",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ballast_web.kernel.storing.nothing_stored",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ballast_web.kernel.middleware.idle_sessions_end",
    "ballast_web.accounts.middleware.sessions_listed",
    "ballast_web.kernel.middleware.acting_known",
    "ballast_web.pages.failures.errors_told",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ballast_web.urls"
WSGI_APPLICATION = "ballast_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "pages"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ballast_web.pages.context.everywhere",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ballast_web.pages.templatetags.ballast",
            ],
        },
    }
]

AUTH_USER_MODEL = "kernel.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_SINGLE_SIGN_ON = sso.single_sign_on()
globals().update(_SINGLE_SIGN_ON)
BALLAST_SINGLE_SIGN_ON = bool(_SINGLE_SIGN_ON)
if BALLAST_SINGLE_SIGN_ON:
    INSTALLED_APPS.append(sso.APP)
    AUTHENTICATION_BACKENDS.append(sso.BACKEND)
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": _VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "email", "phone")},
    },
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
    {"NAME": "ballast_web.kernel.passwords.ThreeKindsOfCharacters"},
]
LOGIN_URL = "public.sign_in"
#: What the form and `authenticate` call the login; by its own default (the model's field, login)
#: axes would count failures of nobody, and let the right password in however many there were.
AXES_USERNAME_FORM_FIELD = "username"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "压舱石"
#: GB/T 22239 level 3: a session that nobody uses ends.
BALLAST_IDLE_MINUTES = env.whole("BALLAST_IDLE_MINUTES", 30)
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ballast_web.pages.failures.csrf"

#: Where browsers report what breaks the policy.
BREACHES = "/policy-breaches/"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "report-uri": [BREACHES],
        "report-to": ["breaches"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = BALLAST_HOME / "static"
STATICFILES_DIRS = [HERE / "static", *([BALLAST_ASSETS] if BALLAST_ASSETS.is_dir() else [])]
MEDIA_ROOT = BALLAST_HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
TASKS: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "ballast_web.jobs.backend.LeaseBackend", "QUEUES": []}
}
#: How long a killed worker's job waits before another takes it up.
BALLAST_LEASE_SECONDS = env.whole("BALLAST_LEASE_SECONDS", 20)
#: The ways to reach enterprises; one that is not set is not offered.
BALLAST_SMTP_HOST = env.text("BALLAST_SMTP_HOST")
BALLAST_SMTP_PORT = env.whole("BALLAST_SMTP_PORT", 25)
BALLAST_SMTP_USER = env.text("BALLAST_SMTP_USER")
BALLAST_SMTP_PASSWORD = env.text("BALLAST_SMTP_PASSWORD")
BALLAST_SMTP_TLS = env.flag("BALLAST_SMTP_TLS", default=True)
BALLAST_MAIL_FROM = env.text("BALLAST_MAIL_FROM", "no-reply@localhost")
BALLAST_SMS_GATEWAY = env.text("BALLAST_SMS_GATEWAY")
BALLAST_SMS_KEY = env.text("BALLAST_SMS_KEY")
#: What the gateways sign receipts with.
BALLAST_SMS_SECRET = env.text("BALLAST_SMS_SECRET")
BALLAST_WECOM_SECRET = env.text("BALLAST_WECOM_SECRET")
BALLAST_WECOM_GATEWAY = env.text("BALLAST_WECOM_GATEWAY")
BALLAST_WECOM_KEY = env.text("BALLAST_WECOM_KEY")
#: Whether enterprises' own systems may lie in a private network (for trials alone).
BALLAST_WEBHOOK_PRIVATE = env.flag("BALLAST_WEBHOOK_PRIVATE")
#: Seconds that another system is waited for; below the lease of a job.
BALLAST_PATIENCE = env.whole("BALLAST_PATIENCE", 8)
#: How many messages an enterprise is sent at most, the inbox not counted.
BALLAST_PUSH_PER_DAY = env.whole("BALLAST_PUSH_PER_DAY", 3)
BALLAST_PUSH_PER_WEEK = env.whole("BALLAST_PUSH_PER_WEEK", 7)
#: How many days the answer to a write through the API is kept, so that it is not done twice.
BALLAST_ANSWER_DAYS = env.whole("BALLAST_ANSWER_DAYS", 7)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: The proxies before the platform: how many, or their addresses; of others no header is believed.
BALLAST_PROXIES = env.proxies("BALLAST_PROXIES")
BALLAST_METRICS_FROM = env.listed("BALLAST_METRICS_FROM", "127.0.0.1,::1")
LOGGING = logging(env.text("BALLAST_LOG", "INFO"), readable=False)
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
