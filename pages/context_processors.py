from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from pages.models import Page
from practice.content.addresses import path_of
from practice.content.models import Entry
from practice.content.standing import made_once


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


@dataclass(frozen=True)
class Menu:
    """Where every page leads, from its top and from its foot."""

    top: list[Item]
    foot: list[Item]

    @property
    def shown(self) -> tuple[str, ...]:
        """What differs on top from page to page."""
        return tuple(item.current for item in self.top)


def menu(request: HttpRequest) -> dict[str, Any]:
    """`menu`, asked for only by templates that show it."""
    return {"menu": SimpleLazyObject(lambda: _menu(request.path))}


def _menu(here: str) -> Menu:
    top, foot = made_once("menu", _links)
    return Menu(*([_item(title, address, here) for title, address in each] for each in (top, foot)))


def _links() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    pages = Page.objects.published().exclude(place="").order_by("order", "title")
    rows = [
        (place, title, path_of(kind, slug))
        for place, title, kind, slug in pages.values_list("place", "title", "kind", "slug")
    ]
    first = [(title, reverse(name)) for title, name in FIRST]
    # The foot names fees and accessibility itself, written or not.
    always = {reverse("pages:page", args=[slug]) for slug in ("fees", "accessibility")}
    top = [(title, path) for place, title, path in rows if place == Entry.Place.HEADER]
    foot = [(title, path) for place, title, path in rows if place == Entry.Place.FOOTER]
    return [*first, *top], [link for link in foot if link[1] not in always]


def _item(title: str, address: str, here: str) -> Item:
    if here == address:
        return Item(title, address, "page")
    return Item(title, address, "true" if here.startswith(address) else "")
