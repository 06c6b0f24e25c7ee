"""Pages across all kinds of text: emotions and search."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from practice.content.addresses import Kind
from practice.content.looks import Stone
from practice.content.models import Emotion, Entry
from practice.content.paging import page_of
from practice.content.related import shared_emotions
from practice.content.search import search

MOST_STONES = 40  # more would be a heap; the list in words below names them all


@require_safe
def emotions(request: HttpRequest) -> HttpResponse:
    """Every emotion something public is about, with how much is written."""
    public = Q(entries__in=Entry.objects.published().under_emotions())
    found = Emotion.objects.annotate(written=Count("entries", filter=public))
    shown = list(found.filter(written__gt=0).order_by("name"))
    stones = [
        Stone(emotion.name, emotion.get_absolute_url(), emotion.colour, emotion.written)
        for emotion in sorted(shown, key=lambda e: -e.written)[:MOST_STONES]
    ]
    context = {"emotions": shown, "stones": stones, "shared": shared_emotions()}
    return render(request, "content/emotions.html", context)


@require_safe
def emotion(request: HttpRequest, slug: str) -> HttpResponse:
    """Posts and guides about one emotion, guides first."""
    found = get_object_or_404(Emotion, slug=slug)
    entries = Entry.objects.published().under_emotions().filter(emotions=found).with_marks()
    guides = entries.exclude(kind=Kind.POST).order_by("order", "title")
    page = page_of(request, entries.filter(kind=Kind.POST))
    context = {"emotion": found, "guides": guides if page.number == 1 else [], "page": page}
    return render(request, "content/emotion.html", context)


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for ?q=; the words stay in the field and go nowhere else."""
    query = request.GET.get("q", "").strip()
    page = page_of(request, search(query))
    return render(request, "content/search.html", {"query": query, "page": page})
