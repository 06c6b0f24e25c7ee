from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pages.models import Page
from practice.content.models import Entry


def menu(request: HttpRequest) -> dict[str, Any]:
    """`menu.header` and `menu.footer`: the pages placed there, asked for only by templates that show them."""
    return {"menu": SimpleLazyObject(_placed)}


def _placed() -> dict[str, list[Entry]]:
    pages = list(Page.objects.published().exclude(place="").order_by("order", "title"))
    return {
        place: [page for page in pages if page.place == place]
        for place in (Entry.Place.HEADER, Entry.Place.FOOTER)
    }
