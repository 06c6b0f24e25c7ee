from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The composition root: settings, addresses, commands, demo content."""

    name = "practice"
    # What libraries keep in our database and need not have back.
    left_out_of_backups = {
        "sessions.Session": "whoever was signed in signs in again",
        "django_migrations": "named in the manifest",
    }

    def ready(self) -> None:
        from practice import checks, duties  # noqa: F401  they register themselves
