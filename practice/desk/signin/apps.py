from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Last among the apps: it gives the roles the permissions that the others made."""

    name = "practice.desk.signin"
    label = "signin"
    verbose_name = "People"
    left_out_of_backups = {
        "signin.Link": "good for a day and once",
        "signin.Try": "holds addresses in clear, for thirty days at most (PROMISES P5)",
    }

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from practice.desk.signin import cards, roles  # noqa: F401  hangs its cards on the desk

        post_migrate.connect(roles.make_roles, sender=self)
