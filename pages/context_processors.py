from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from pages.models import Page
from practice.content.models import Entry


@dataclass(frozen=True)
class Item:
    """A link of the menu; `current` is what aria-current says of it, or nothing."""

    title: str
    address: str
    current: str = ""


FIRST = (
    ("Journal", "journal:list"),
    ("Guides", "pages:guides"),
    ("Services", "pages:services"),
    ("Emotions", "content:emotions"),
)


def menu(request: HttpRequest) -> dict[str, Any]:
    """`menu.top` and `menu.foot`: where every page leads, asked for only by templates that show them."""
    return {"menu": SimpleLazyObject(lambda: _menu(request.path))}


def _menu(here: str) -> dict[str, list[Item]]:
    pages = list(Page.objects.published().exclude(place="").order_by("order", "title"))
    top, foot = (
        [(page.title, page.get_absolute_url()) for page in pages if page.place == place]
        for place in (Entry.Place.HEADER, Entry.Place.FOOTER)
    )
    first = [(title, reverse(name)) for title, name in FIRST]
    always = [reverse("pages:page", args=[slug]) for slug in ("fees", "accessibility")]
    return {
        "top": [_item(title, address, here) for title, address in [*first, *top]],
        # The foot names fees and accessibility itself, written or not.
        "foot": [_item(title, address, here) for title, address in foot if address not in always],
    }


def _item(title: str, address: str, here: str) -> Item:
    if here == address:
        return Item(title, address, "page")
    return Item(title, address, "true" if here.startswith(address) else "")
