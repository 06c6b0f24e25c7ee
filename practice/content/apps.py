from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "practice.content"
    label = "content"
    verbose_name = "Emotions, tags, old addresses"
    default_auto_field = "django.db.models.BigAutoField"
