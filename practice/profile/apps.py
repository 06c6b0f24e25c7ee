from django.apps import AppConfig


class ProfileConfig(AppConfig):
    name = "practice.profile"
    label = "profile"
    verbose_name = "The practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from practice.content import looks
        from practice.profile import desk  # noqa: F401  hangs its card and health line on the desk
        from practice.profile.models import Practice

        looks.chosen_by(lambda: Practice.load().look)
