"""What a visitor reads in the journal."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from journal.models import Post
from journal.neighbours import neighbours
from journal.years import bounds, years
from practice.content.addresses import Kind
from practice.content.models import Entry, Tag
from practice.content.paging import having, page_of
from practice.content.related import related


@require_safe
def post_list(request: HttpRequest) -> HttpResponse:
    """All posts, newest first."""
    page = page_of(request, Post.objects.published())
    return render(request, "journal/list.html", {"page": page, "years": years()})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Posts with a tag."""
    found = get_object_or_404(Tag, slug=slug)
    page = page_of(request, having(Post.objects.published(), found))
    return render(request, "journal/tag.html", {"tag": found, "page": page})


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """A year's posts, in the practice's time zone."""
    try:
        begin, end = bounds(year)
    except ValueError:
        raise Http404("There is no such year.") from None
    posts = Post.objects.published().filter(publish_at__gte=begin, publish_at__lt=end)
    page = page_of(request, posts)
    if not page.object_list:
        raise Http404("Nothing was published in that year.")
    return render(request, "journal/year.html", {"year": year, "page": page})


@require_safe
def post(request: HttpRequest, slug: str) -> HttpResponse:
    """One post."""
    found = Post.objects.public_at(Kind.POST, slug)
    if found is None:
        raise Http404("There is no such post.")
    return post_page(request, found)


def post_page(request: HttpRequest, found: Entry) -> HttpResponse:
    """A post, and gently on from it: neighbours in time, posts and guides near to it.

    The desk shows one here, too, before it is public and even before it is stored.
    """
    earlier, later = neighbours(found)
    context = {
        "entry": found,
        "earlier": earlier,
        "later": later,
        "related": related(found, {Kind.POST: 2, Kind.GUIDE: 1}),
    }
    return render(request, "journal/post.html", context)
