"""Django's settings. Every value that may differ comes from the environment; `.env.example` explains each."""

import base64
import secrets
import tomllib
from urllib.parse import urlsplit

from practice import env
from practice.databases import database

BASE_DIR = env.BASE_DIR
DATA_DIR = env.data_dir()
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000)
SERVER = env.choice("SERVER", ("gunicorn", "granian"), "gunicorn")
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
PRODUCTION = SITE_URL.startswith("https://")
DEBUG = env.flag("DEBUG")

if urlsplit(SITE_URL).scheme not in {"http", "https"} or not urlsplit(SITE_URL).hostname:
    raise env.Misconfigured(f"SITE_URL is {SITE_URL!r}: write the whole address, such as https://…")
if PRODUCTION:
    if DEBUG:
        raise env.Misconfigured("DEBUG is on, but SITE_URL is https://: switch DEBUG off.")
    for required in ("SECRET_KEY", "INQUIRY_KEYS", "NOTIFY_EMAIL"):
        if not env.text(required):
            raise env.Misconfigured(
                f"{required} is not set, and SITE_URL is https://: set it, or {required}_FILE "
                "(see .env.example)."
            )

SECRET_KEY = env.kept_secret("SECRET_KEY", DATA_DIR, lambda: secrets.token_urlsafe(50))
# Sealing keys for what visitors write: "id:base64 of 32 bytes", comma separated, newest first.
INQUIRY_KEYS = env.kept_secret(
    "INQUIRY_KEYS",
    DATA_DIR,
    lambda: f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
)
# Where they lie, so that running processes see a rotation; None when the environment itself holds them.
INQUIRY_KEYS_PATH = env.secret_path("INQUIRY_KEYS", DATA_DIR)
# Seals the log of who did what. It must stay the same for as long as the log is kept.
AUDIT_KEY = env.kept_secret("AUDIT_KEY", DATA_DIR, lambda: secrets.token_urlsafe(50))
# What the printed sheet says; given to `restore` and `backup --verify` only.
RECOVERY_KEY = env.text("RECOVERY_KEY")

# The loopback names are for health checks; no link is ever built from a request's host.
ALLOWED_HOSTS = [
    *(env.listed("ALLOWED_HOSTS") or [str(urlsplit(SITE_URL).hostname)]),
    *("localhost", "127.0.0.1", "[::1]"),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env.listed("TRUSTED_PROXIES", "127.0.0.1,::1")
OUTBOX = env.choice("OUTBOX", ("web", "off"), "web")

INSTALLED_APPS = [
    "practice.apps.PracticeConfig",
    "practice.content",
    "practice.profile",
    "practice.audit",
    "practice.evidence",
    "practice.backups",
    "pages",
    "journal",
    "intake",
    "practice.desk.apps.DeskConfig",  # Django's admin, with our site as its default
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "practice.desk.signin.apps.SigninConfig",  # last: its roles name what the others made
]

MIDDLEWARE = [
    "practice.web.head.NoBodyOnHead",
    "practice.web.proxies.TrustedProxies",
    "practice.web.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "practice.web.compression.Gzip",
    "django.middleware.http.ConditionalGetMiddleware",
    "practice.web.cookies.CookiesOfTheScheme",
    # Outside of all that asks the database, so that the form of an outage carries a token that works.
    "django.middleware.csrf.CsrfViewMiddleware",
    "practice.web.gate.DatabaseGate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "practice.profile.middleware.PracticeOfTheRequest",
    "practice.web.redirects.OldAddresses",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "practice.desk.signin.middleware.Activity",
    "django.contrib.messages.middleware.MessageMiddleware",
    "practice.web.licence.LicenceRequired",
]

ROOT_URLCONF = "practice.urls"
WSGI_APPLICATION = "practice.wsgi.application"
CSRF_FAILURE_VIEW = "practice.urls.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "practice.profile.context_processors.practice",
                "pages.context_processors.menu",
            ],
        },
    },
]
CRISPY_TEMPLATE_PACK = "quiet"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("quiet",)
CRISPY_FAIL_SILENTLY = False

DATABASES = {"default": database(env.text("DATABASE_URL"), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
# Wrong codes are counted by practice.desk.signin.limits, with the passwords: the library's own way would let
# whoever knows the password keep the practitioner's app out for days.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0
# What an editor works on; everything else, inquiries above all, is the practitioner's.
EDITOR_APPS = ("content", "journal", "pages")
# What visitors see is in the tables of these; a write to one of them ends what was kept of the pages.
SHOWN_APPS = ("content", "journal", "pages", "profile")

LANGUAGE_CODE = "en-us"
USE_I18N = False  # one language; every text of the interface is written for these pages
USE_TZ = True
TIME_ZONE = "UTC"  # storage only: the practice's own zone lives in its profile

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "practice.content.looks.stylesheets.LookFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL")
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise env.Misconfigured("EMAIL_USE_TLS and EMAIL_USE_SSL are both on: switch one of them off.")
# How long a whole session with the mail server may take, so that a hung one lets go of its sender, and
# how long from one try to the next while it fails (PROMISES R2, R4: 30 at most).
EMAIL_SESSION_SECONDS = env.number("EMAIL_SESSION_SECONDS", 25)
EMAIL_PROBE_SECONDS = env.number("EMAIL_PROBE_SECONDS", 25)
EMAIL_TIMEOUT = min(20, EMAIL_SESSION_SECONDS)  # seconds for one answer
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_BACKEND = "django.core.mail.backends." + (
    "smtp.EmailBackend" if EMAIL_HOST else "filebased.EmailBackend"
)
DEFAULT_FROM_EMAIL = env.mail_address(
    "DEFAULT_FROM_EMAIL", f"website@{urlsplit(SITE_URL).hostname}"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
NOTIFY_EMAIL = env.mail_address("NOTIFY_EMAIL", "practitioner@localhost")

SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_SSL_HOST = urlsplit(SITE_URL).netloc
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # gone when the browser closes
SESSION_ENGINE = "practice.desk.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # and on the server after 30 minutes, or 12 hours, at most
X_FRAME_OPTIONS = "DENY"
# 100,000 characters outside ASCII, twelve bytes each once percent-encoded, still reach the form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["practice.web.uploads.PicturesOnly"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
LOGIN_REDIRECT_URL = "/admin/"
SILENCED_SYSTEM_CHECKS = [
    # The preload list is a promise about a whole domain, sub-domains included, that its owner must make.
    "security.W021",
    # X-Frame-Options and the frame-ancestors rule come from practice.web.headers, on every response.
    "security.W002",
]

# Only levels, places and exception types reach the log: what a visitor wrote never does.
LOGGING_CONFIG = "practice.web.logs.configure"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "practice.web.logs.QuietFormatter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "quiet"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # Forged hosts and oversized forms are refused and are no news; scanners would fill the log.
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        # Django's development server logs request lines; nobody is to serve with it.
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        "practice": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "intake": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
