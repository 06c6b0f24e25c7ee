"""The site's own settings with every logger at DEBUG, and a page that breaks in every way there is."""

from django.db.backends.signals import connection_created

from practice.settings import *  # noqa: F403
from practice.settings import LOGGING

ROOT_URLCONF = "tests.faults.loud_urls"

# The handlers and their formatter stay the site's own; only more is handed to them.
LOGGING["root"]["level"] = "DEBUG"
for logger in LOGGING["loggers"].values():
    logger.update(level="DEBUG", handlers=["stderr"])


def _log_every_query(connection, **kwargs):
    connection.force_debug_cursor = True


connection_created.connect(_log_every_query)
