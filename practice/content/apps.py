from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "practice.content"
    label = "content"
    verbose_name = "Tags, emotions and images"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from practice.content.generation import keep_renewing
        from practice.content.search.keeping import keep_in_step

        keep_in_step()
        keep_renewing(self)
