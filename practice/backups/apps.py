from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "practice.backups"
    label = "backups"
    verbose_name = "Backups"
    default_auto_field = "django.db.models.BigAutoField"
    left_out_of_backups = {"backups.Backup": "files that lie on the machine it was made on"}

    def ready(self) -> None:
        from practice.backups import desk  # noqa: F401  hangs its card and health line on the desk
