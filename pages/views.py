"""What a visitor reads outside the journal."""

from collections.abc import Sequence
from typing import cast

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages.models import Page
from pages.sections import opening, sections
from practice.content.addresses import HOME, Kind
from practice.content.felt import emotions, tally
from practice.content.models import Emotion, Entry
from practice.content.paging import HEAVY
from practice.content.related import related
from practice.content.seo import json_ld
from practice.content.standing import made_once
from practice.profile.request import practice_of
from practice.profile.structured_data import professional_service

# Pages that every other page links to: they answer even before somebody has written them.
ALWAYS_THERE = {
    HOME: "Welcome",
    "about": "About",
    "fees": "Fees",
    "accessibility": "Accessibility",
    "help-now": "Help now",
}
# Plain pages that have company beside their words.
_COMPOSED = {"about": "pages/about.html", "fees": "pages/fees.html"}
_HEAVY = "loneliness worry grief tiredness shame sadness fear longing anger".split()


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front of the house: who this is for, how it works, what was written lately."""
    return _home_page(request, _page_or_blank(HOME))


def _home_page(request: HttpRequest, page: Entry) -> HttpResponse:
    recent, services = made_once("front", _recent_and_services)
    context = {
        "entry": page,
        "opening": opening(page.html),
        "sections": sections(page.html),
        "emotions": _nearest(),
        "recent": recent,
        "services": services,
        "structured": json_ld(professional_service(practice_of(request))),
    }
    return render(request, "pages/home.html", context)


@require_safe
def index(request: HttpRequest, kind: Kind, heading: str, lede: str) -> HttpResponse:
    """All services, or all guides, in their order."""
    entries = Page.objects.published().filter(kind=kind).order_by("order", "title").defer(*HEAVY)
    context = {"heading": heading, "lede": lede, "entries": entries}
    return render(request, "pages/index.html", context)


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """A guide with its contents list, and the posts near to it."""
    return _with_company(request, Kind.GUIDE, slug)


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """A service, and what was written near to it."""
    return _with_company(request, Kind.SERVICE, slug)


@require_safe
def plain_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A plain page by its slug."""
    if slug == HOME:
        raise Http404("The home page is at /.")
    return _plain(request, _page_or_blank(slug))


def _plain(request: HttpRequest, page: Entry) -> HttpResponse:
    template = _COMPOSED.get(page.slug, "pages/page.html")
    return render(request, template, {"entry": page})


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Crisis help: telephone links first, from the profile, then words."""
    return _help_page(request, _page_or_blank("help-now"))


def _help_page(request: HttpRequest, page: Entry) -> HttpResponse:
    return render(request, "pages/help_now.html", {"entry": page})


def page_of(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The page of an entry, also before it is public and even before it is stored: for the desk."""
    if entry.kind != Kind.PAGE:
        return _near_others(request, entry)
    return {HOME: _home_page, "help-now": _help_page}.get(entry.slug, _plain)(request, entry)


def _recent_and_services() -> tuple[list[Entry], list[Entry]]:
    """In one question."""
    published = Entry.objects.published()
    recent = published.filter(kind=Kind.POST).values("pk")[:3]
    found = published.filter(Q(kind=Kind.SERVICE) | Q(pk__in=recent)).defer(*HEAVY)
    services = [each for each in found if each.kind == Kind.SERVICE]
    services.sort(key=lambda each: (each.order, each.title))
    return [each for each in found if each.kind == Kind.POST], services


def _nearest() -> Sequence[Emotion]:
    """Eight feelings to begin with: the heavy ones first, because who looks for a way in has one of them."""
    texts = tally().texts
    found = [each for each in emotions() if texts.get(each.name)]
    heavy = {colour: place for place, colour in enumerate(_HEAVY)}
    by_weight = sorted(
        found, key=lambda e: (heavy.get(e.colour, len(heavy)), -texts[e.name], e.name)
    )
    return by_weight[:8]


def _with_company(request: HttpRequest, kind: Kind, slug: str) -> HttpResponse:
    found = Page.objects.public_at(kind, slug)
    if found is None:
        raise Http404("There is no such page.")
    return _near_others(request, found)


def _near_others(request: HttpRequest, found: Entry) -> HttpResponse:
    # A guide names posts about it, a service also a guide to read before them.
    most: dict[str, int] = (
        {Kind.POST: 4} if found.kind == Kind.GUIDE else {Kind.GUIDE: 2, Kind.POST: 2}
    )
    context = {"entry": found, "related": related(found, most)}
    return render(request, "pages/guide.html", context)


def _page_or_blank(slug: str) -> Entry:
    """The published page, or an empty one for an address that must always answer."""
    found = Page.objects.public_at(Kind.PAGE, slug)
    if found:
        return cast(Entry, found)
    if slug in ALWAYS_THERE:
        return Page(kind=Kind.PAGE, slug=slug, title=ALWAYS_THERE[slug])
    raise Http404("There is no such page.")
