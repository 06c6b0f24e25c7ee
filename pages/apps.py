from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self) -> None:
        from pages.models import PAGE_KINDS
        from pages.views import ALWAYS_THERE, page_of
        from practice.content import linking
        from practice.content.addresses import Kind, path_of
        from practice.content.showing import shown_by

        shown_by(PAGE_KINDS, page_of)
        always = {path_of(Kind.PAGE, slug) for slug in ALWAYS_THERE}
        linking.answering(lambda paths: {p for p in paths if f"{p.rstrip('/')}/" in always})
