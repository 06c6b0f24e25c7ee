from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The composition root: settings, addresses, commands, demo content."""

    name = "practice"

    def ready(self) -> None:
        from practice import checks, duties  # noqa: F401  they register themselves
