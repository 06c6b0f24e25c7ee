"""What somebody sees who was sent a preview link."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from practice.content.previews.links import found
from practice.content.showing import page_of

# Nobody keeps it, lists it, or is told its address by a link followed from it.
_UNSEEN = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The text as visitors would see it, under a band that says draft; its own page once it is public.

    Forged, unknown, stopped and expired are answered alike, and like an address nobody gave out.
    """
    link = found(token)
    if link is None:
        response: HttpResponse = render(request, "content/preview_ended.html", status=404)
    elif link.entry.is_public:
        response = HttpResponseRedirect(link.entry.get_absolute_url())
    else:
        request.preview = link  # type: ignore[attr-defined]  # base.html draws the band
        response = page_of(request, link.entry)
    for name, value in _UNSEEN.items():
        response[name] = value
    return response
