"""Pages across all kinds of text: emotions and search."""

from collections.abc import Sequence
from copy import copy

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from practice import crisis
from practice.content.addresses import Kind
from practice.content.felt import emotions as every_emotion
from practice.content.felt import tally
from practice.content.looks import Stone
from practice.content.models import Emotion, Entry
from practice.content.paging import HEAVY, Page, having, page_in, page_of
from practice.content.search.excerpts import Marker
from practice.content.search.finding import Found, find
from practice.content.search.index import emotions_of

MOST_STONES = 40  # more would be a heap; the list in words below names them all
_MOST_BESIDE = 4
_LONGEST_SHOWN = 200  # characters of a query, in its field and in what is said of it


@require_safe
def emotions(request: HttpRequest) -> HttpResponse:
    """Every emotion something public is about, with how much is written."""
    counted = tally()
    shown = [copy(each) for each in every_emotion() if counted.texts.get(each.name)]
    for each in shown:
        each.written = counted.texts[each.name]  # type: ignore[attr-defined]
    stones = [
        Stone(each.name, each.get_absolute_url(), each.colour, counted.texts[each.name])
        for each in sorted(shown, key=lambda each: -counted.texts[each.name])[:MOST_STONES]
    ]
    context = {"emotions": shown, "stones": stones, "shared": counted.pairs}
    return render(request, "content/emotions.html", context)


@require_safe
def emotion(request: HttpRequest, slug: str) -> HttpResponse:
    """Posts and guides about one emotion, guides first, and the emotions it often stands beside."""
    every = {each.name: each for each in every_emotion()}
    found = next((each for each in every.values() if each.slug == slug), None)
    if found is None:
        raise Http404("There is no such emotion.")
    counted = tally()
    entries = having(Entry.objects.published(), found, counted.texts.get(found.name, 0))
    page = page_of(request, entries.filter(kind=Kind.POST))
    guides = entries.filter(kind=Kind.GUIDE).order_by("order", "title").defer(*HEAVY)
    context = {
        "emotion": found,
        "guides": list(guides) if page.number == 1 else [],
        "page": page,
        # Counted at another moment than `every` was asked for, perhaps.
        "beside": [every[n] for n in counted.beside(found.name, _MOST_BESIDE) if n in every],
    }
    return render(request, "content/emotion.html", context)


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for ?q=; the words stay in the field and go nowhere else."""
    query = request.GET.get("q", "").strip()
    found = find(query)
    number, pks, more = page_in(request, found.pks)
    shown = _shown(found, pks)
    context = {
        "query": query[:_LONGEST_SHOWN],
        "found": found,
        "page": Page(number, shown, more),
        "emotions": _named(found, shown),
        "crisis": crisis.is_searched_in(query[:_LONGEST_SHOWN]),
    }
    return render(request, "content/search.html", context)


def _shown(found: Found, pks: Sequence[int]) -> list[Entry]:
    """The texts of one page, with what was looked for marked in their titles and excerpts."""
    entries = Entry.objects.defer("body", "html", "contents").in_bulk(pks) if pks else {}
    marker = Marker(found.units, found.halves)
    shown = [entries[pk] for pk in pks if pk in entries]
    for entry in shown:
        marked = marker.of(entry.title, entry.description, entry.plain)
        entry.marked = marked
    return shown


def _named(found: Found, shown: Sequence[Entry]) -> list[Emotion]:
    """The emotions of some texts that were named in the query, in whatever words."""
    names = {name for entry in shown for name in entry.felt.split("\n")}
    if not found.emotions or not names:
        return []
    near = [each for each in every_emotion() if each.name in names]
    return [each for each in near if set(emotions_of(each)) & set(found.emotions)]
