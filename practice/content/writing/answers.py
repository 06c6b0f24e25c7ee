"""What the writing page asks for while one types: to keep the words, and for places to link to."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone

from practice.content.models import Emotion, Entry
from practice.content.writing import copies, revisions
from practice.times import clock, said

_MOST = 12


def must(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def keep(desk: Any, request: HttpRequest) -> HttpResponse:
    """POST what a page holds, `{"kept": "9:14 pm", "same": false, "saved": null, "title", "url"}`;
    `saved` names a save that this page does not know of. GET: who is signed in, and a token that works.

    401 for nobody, 409 for a page that somebody else writes on. Never a page to sign in: a script asks.
    """
    if not desk.admin_site.has_permission(request):
        return JsonResponse({"error": "signed out"}, status=HTTPStatus.UNAUTHORIZED)
    desk.must_write(request)
    if request.method != "POST":
        return JsonResponse({"user": request.user.get_username(), "token": get_token(request)})
    if (sent := copies.sent_in(request.POST)) is None:
        return JsonResponse({"error": "no key"}, status=HTTPStatus.BAD_REQUEST)
    entry = _entry(desk, request)
    try:
        copy = copies.keep(sent, by=request.user.get_username(), desk=desk.desk, entry=entry)
    except copies.NotYours:
        return JsonResponse({"error": "not yours"}, status=HTTPStatus.CONFLICT)
    kept = clock(copy.saved_at if copy else timezone.now())
    saved = _saved_since(entry, sent)
    shown = copies.offered(copy) if copy else None
    where = {"title": shown.title, "url": shown.url} if shown else {}
    return JsonResponse({"kept": kept, "same": copy is None, "saved": saved, **where})


def _entry(desk: Any, request: HttpRequest) -> Entry | None:
    pk = request.POST.get("entry", "")
    entry = desk.get_object(request, pk) if pk else None
    if entry:
        must(desk.has_change_permission(request, entry))
    return entry


def _saved_since(entry: Entry | None, sent: copies.Sent) -> dict[str, str] | None:
    last = entry.revisions.saved().first() if entry else None
    if last is None or last.key == sent.key or revisions.is_among({sent.base or 0}, last):
        return None
    return {"by": last.author or "Somebody", "at": said(last.saved_at)}


def links(desk: Any, request: HttpRequest) -> HttpResponse:
    """`?q=`: texts and emotions with that in their title, as `[{"title", "url", "what"}]`."""
    desk.must_write(request)
    looked_for = request.GET.get("q", "").replace("\0", "")[:100]
    texts = Entry.objects.filter(title__icontains=looked_for).order_by("-updated")[:_MOST]
    found = [
        {"title": text.title, "url": text.get_absolute_url(), "what": _what(text)} for text in texts
    ]
    emotions = Emotion.objects.filter(name__icontains=looked_for)[:_MOST] if looked_for else ()
    found += [
        {"title": str(emotion), "url": emotion.get_absolute_url(), "what": "emotion"}
        for emotion in emotions
    ]
    return JsonResponse({"found": found})


def _what(text: Entry) -> str:
    if text.is_public:
        return text.get_kind_display()
    state = "draft" if text.status == Entry.Status.DRAFT else "scheduled"
    return f"{text.get_kind_display()}, {state}"
