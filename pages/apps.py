from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from pages.models import PAGE_KINDS
        from pages.views import show
        from practice.content.showing import shown_by

        shown_by(PAGE_KINDS, show)
