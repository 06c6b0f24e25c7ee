from django.apps import AppConfig


class ProfileConfig(AppConfig):
    name = "practice.profile"
    label = "profile"
    verbose_name = "The practice"
    default_auto_field = "django.db.models.BigAutoField"
