from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "practice.content"
    label = "content"
    verbose_name = "Tags, emotions and images"
    default_auto_field = "django.db.models.BigAutoField"
    folders_in_backups = ("media",)  # drawings are made again
    left_out_of_backups = {
        "content.Generation": "another number must come than any process has seen",
        "content_search": "made again from the texts",
        "content_search_word": "made again from the texts",
    }

    def ready(self) -> None:
        from practice.content.generation import keep_renewing
        from practice.content.search.keeping import keep_in_step

        keep_in_step()
        keep_renewing(self)

    def after_restore(self) -> None:
        from practice.content.generation import renew
        from practice.content.rerender import rerender
        from practice.content.search import index

        renew()
        rerender()
        index.remake()
