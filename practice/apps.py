from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """The composition root: settings, addresses, commands, demo content."""

    name = "practice"

    def ready(self) -> None:
        from practice import checks  # noqa: F401  registers the product's own checks
