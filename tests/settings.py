"""The site's own settings, with a clean environment and without what only slows tests down."""

import os
import tempfile

from practice import env

_KEEP = {"DATABASE_URL"}
_OURS = (
    "DATA_DIR PORT HOST SITE_URL ALLOWED_HOSTS SECRET_KEY INQUIRY_KEYS AUDIT_KEY EMAIL_HOST "
    "EMAIL_PORT EMAIL_HOST_USER EMAIL_HOST_PASSWORD EMAIL_USE_TLS EMAIL_USE_SSL DEFAULT_FROM_EMAIL "
    "EMAIL_SESSION_SECONDS EMAIL_PROBE_SECONDS NOTIFY_EMAIL WEB_WORKERS SERVER OUTBOX DEBUG TRUSTED_PROXIES "
    "RECOVERY_KEY"
).split()

# Neither the tester's own environment nor a .env file may change what the tests see.
env._values = {name: os.environ[name] for name in _KEEP if name in os.environ}
for name in _OURS:
    os.environ.pop(name, None)
env._values |= {
    "DATA_DIR": tempfile.mkdtemp(prefix="practice-tests-"),
    "NOTIFY_EMAIL": "dana@practice.example",
    "DEFAULT_FROM_EMAIL": "website@practice.example",
    "SITE_URL": "http://practice.example",
    "OUTBOX": "off",
}
# Playwright's own loop runs in this thread, and Django would refuse the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from practice.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["practice.example", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
