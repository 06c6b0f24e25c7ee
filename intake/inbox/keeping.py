"""Keeps a note that was typed when the session ended, or the page stood open too long."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

URL_NAME = "intake_inquiry_change"


def holds_a_note(request: HttpRequest) -> bool:
    """Whether this is an inquiry's page sent off with words in its notes."""
    match = request.resolver_match
    is_work = request.method == "POST" and match and match.url_name == URL_NAME
    return bool(is_work and request.POST.get("notes"))


def note_again(request: HttpRequest) -> HttpResponse:
    """403 with the words that were typed, and nothing of the inquiry: whoever asks may not be signed in."""
    context = {
        **admin.site.each_context(request),
        "title": "Your words are still here",
        "notes": request.POST["notes"],
        "notes_seen": request.POST.get("notes_seen", ""),
        "state": request.POST.get("state", ""),
        "sign_in": f"{reverse('admin:login')}?{urlencode({'next': request.path})}",
    }
    return render(request, "admin/intake/inquiry/kept.html", context, status=403)
