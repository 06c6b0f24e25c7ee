"""The order of pages, and which menu each stands in, on one page of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.widgets import Media, Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from pages.context_processors import FIRST
from pages.models import Page
from practice.content.addresses import HOME, Kind
from practice.content.models import Entry

STEP = 10  # so that a number typed by hand finds room between two others
_MOST = 10**6
_SCRIPT = Script("desk/js/order.js", type="module")


@dataclass(frozen=True)
class Group:
    """Pages that stand in one list on the site; each page is in one group, its menu's before its kind's."""

    name: str
    hint: str
    pages: list[Page]


def groups() -> list[Group]:
    """All pages as they are ordered now. The front of the house has its own place and is not among them."""
    pages = list(Page.objects.exclude(kind=Kind.PAGE, slug=HOME).order_by("order", "title", "pk"))
    first = ", ".join(title for title, _ in FIRST)
    header = [page for page in pages if page.place == Entry.Place.HEADER]
    footer = [page for page in pages if page.place == Entry.Place.FOOTER]
    others = [page for page in pages if not page.place]
    by_kind = {kind: [page for page in others if page.kind == kind] for kind in Kind}
    return [
        Group("In the menu on top", f"After {first}, which always come first.", header),
        Group("At the foot of every page", "After Fees, Privacy and Accessibility.", footer),
        Group("Services", "As they are listed under Services.", by_kind[Kind.SERVICE]),
        Group("Guides", "As they are listed under Guides.", by_kind[Kind.GUIDE]),
        Group("Other pages", "In no menu; the order is for you alone.", by_kind[Kind.PAGE]),
    ]


@transaction.atomic
def arrange(wanted: Mapping[int, tuple[int, str]], *, moved: tuple[int, int] | None = None) -> int:
    """Store the order and the place of pages, {pk: (number, place)}; how many were changed.

    `moved` takes one page a step up (-1) or down (1) in its group afterwards. Pages that are not
    named, or not there any more, keep their place. Numbers are given anew, ten apart.
    """
    changed = 0
    for page in Page.objects.select_for_update().filter(pk__in=wanted):
        page.order, page.place = wanted[page.pk]
        changed += _store(page)
    for group in groups():
        pages = _stepped(group.pages, moved) if moved else group.pages
        for number, page in enumerate(pages, 1):
            page.order = number * STEP
            changed += _store(page)
    return changed


def _store(page: Page) -> bool:
    # Not save(): the words are as they were, and so is the time they were changed.
    rows = Page.objects.filter(pk=page.pk).exclude(order=page.order, place=page.place)
    return bool(rows.update(order=page.order, place=page.place))


def _stepped(pages: list[Page], moved: tuple[int, int]) -> list[Page]:
    pk, step = moved
    pks = [page.pk for page in pages]
    if pk not in pks or not 0 <= pks.index(pk) + step < len(pages):
        return pages
    at = pks.index(pk)
    pages[at], pages[at + step] = pages[at + step], pages[at]
    return pages


class Ordering(admin.ModelAdmin):
    """A part of PageAdmin: the page where the order is changed, one POST for all of it."""

    change_list_template = "admin/pages/page/list.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.order_view)
        return [path("order/", view, name="pages_page_order"), *super().get_urls()]

    def order_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            changed = arrange(_wanted(request.POST), moved=_moved(request.POST))
            said = (
                "The order is saved, and the menus follow." if changed else "Nothing was changed."
            )
            messages.success(request, said)
            return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": "Order and menus",
            "opts": self.opts,
            "groups": groups(),
            "places": Entry.Place.choices,
            "media": self.media + Media(js=[_SCRIPT]),  # type: ignore[list-item]
        }
        return TemplateResponse(request, "admin/pages/page/order.html", context)


def _wanted(posted: Mapping[str, str]) -> dict[int, tuple[int, str]]:
    """{pk: (number, place)} of the rows that were sent whole; what is no number or no place is left out."""
    wanted = {}
    for name, value in posted.items():
        _, _, pk = name.partition("order-")
        place = posted.get(f"place-{pk}", "")
        if pk.isdecimal() and len(pk) < 16 and value.isdecimal() and place in Entry.Place.values:
            wanted[int(pk)] = (min(int(value), _MOST), place)
    return wanted


def _moved(posted: Mapping[str, str]) -> tuple[int, int] | None:
    for name, step in (("up", -1), ("down", 1)):
        if posted.get(name, "").isdecimal():
            return int(posted[name]), step
    return None
