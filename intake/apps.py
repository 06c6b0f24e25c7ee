from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"
    verbose_name = "Inbox"

    def ready(self) -> None:
        from intake import desk  # noqa: F401  hangs the inbox's card and health line on the desk
