from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        from journal.views import post_page
        from practice.content.addresses import Kind
        from practice.content.showing import shown_by

        shown_by([Kind.POST], post_page)
