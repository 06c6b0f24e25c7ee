"""What the pages of signing in have in common."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from practice.desk.signin import factors, links, passkeys

View = Callable[..., HttpResponse]
CAME_BY = "came_by_link"
_BY_THE_WAY = {"welcome", "start", "app", "over"}  # no menu beside these until one has come in
_LONGEST = 2000  # characters of an address to go on to


def browser(request: HttpRequest) -> str:
    """A secret that only this browser holds, a new one from each sign-in on; empty when it holds none."""
    return str(request.META.get("CSRF_COOKIE") or "")


def page(
    request: HttpRequest, name: str, title: str, status: int = 200, **more: Any
) -> HttpResponse:
    """One of our pages, in the desk's frame."""
    alone = name in _BY_THE_WAY and not factors.has_passed(request)
    context = {
        **admin.site.each_context(request),
        "title": title,
        "next": next_of(request),
        "relying_party": passkeys.relying_party(),
        **({"frame": None} if alone else {}),
        **more,
    }
    return render(request, f"admin/signin/{name}.html", context, status=status)


def next_of(request: HttpRequest) -> str:
    """Where the person wanted to go, when that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    secure = request.is_secure()
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=secure)
    # A path: anything else would be taken for the name of a view.
    is_a_path = re.match(r"/(?![/\\])", wanted) and len(wanted) < _LONGEST
    return wanted if is_ours and is_a_path else ""


def address(name: str, request: HttpRequest) -> str:
    """A page of ours, which goes on to where the person wanted to go."""
    wanted = next_of(request)
    return reverse(f"admin:{name}") + (f"?{urlencode({'next': wanted})}" if wanted else "")


def may_add(request: HttpRequest) -> bool:
    """Whether a way of signing in may be added: all was shown, there is none yet, or a link led here."""
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    if factors.has_passed(request) or not factors.has_any(user):
        return True
    return links.is_open_for(user, request.session.get(CAME_BY))


def adding(view: View) -> View:
    """For those who may add; a factor given long ago is asked for once more."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_add(request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        here = request.get_full_path() if request.method == "GET" else reverse("admin:signin")
        return asked_again(request, here) or view(request, *args, **kwargs)

    return inner


def asked_again(request: HttpRequest, here: str) -> HttpResponse | None:
    """Whether it is still the same person, before something that matters; None when that is known."""
    if not factors.has_passed(request) or factors.is_fresh(request):
        return None
    return redirect(f"{reverse('admin:again')}?{urlencode({'next': here})}")
