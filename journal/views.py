"""What a visitor reads in the journal."""

from datetime import datetime

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from journal.models import Post
from practice.content.addresses import Kind
from practice.content.models import Entry, Tag
from practice.content.paging import page_of
from practice.content.related import related


@require_safe
def post_list(request: HttpRequest) -> HttpResponse:
    """All posts, newest first."""
    page = page_of(request, Post.objects.published().with_marks())
    years = Post.objects.published().datetimes("publish_at", "year", order="DESC")
    return render(request, "journal/list.html", {"page": page, "years": years})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Posts with a tag."""
    found = get_object_or_404(Tag, slug=slug)
    page = page_of(request, Post.objects.published().filter(tags=found).with_marks())
    return render(request, "journal/tag.html", {"tag": found, "page": page})


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """A year's posts, in the practice's time zone."""
    zone = timezone.get_current_timezone()
    try:
        begin, end = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    except ValueError:
        raise Http404("There is no such year.") from None
    posts = Post.objects.published().filter(publish_at__gte=begin, publish_at__lt=end)
    if not posts.exists():
        raise Http404("Nothing was published in that year.")
    page = page_of(request, posts.with_marks())
    return render(request, "journal/year.html", {"year": year, "page": page})


@require_safe
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """One post."""
    found = get_object_or_404(Post.objects.published().with_marks(), slug=slug)
    return post_page(request, found)


def post_page(request: HttpRequest, found: Entry) -> HttpResponse:
    """A post, and gently on from it: neighbours in time, posts and guides near to it.

    The desk shows one here, too, before it is public and even before it is stored.
    """
    same_time_lower_id = Q(publish_at=found.publish_at, pk__lt=found.pk)
    same_time_higher_id = Q(publish_at=found.publish_at, pk__gt=found.pk)
    published = Post.objects.published()
    context = {
        "entry": found,
        "earlier": published.filter(
            Q(publish_at__lt=found.publish_at) | same_time_lower_id
        ).first(),
        "later": published.filter(Q(publish_at__gt=found.publish_at) | same_time_higher_id)
        .order_by("publish_at", "pk")
        .first(),
        # Two posts and a guide, the nearest of each.
        "related": [
            *related(found, [Kind.POST], limit=2),
            *related(found, [Kind.GUIDE], limit=1),
        ],
    }
    return render(request, "journal/post.html", context)
