"""Adding a way to sign in: the link, the choice, a passkey or an app, and the recovery codes."""

import secrets
from typing import Any

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from practice.audit.log import record
from practice.desk.signin import factors, links, names, pages, passkeys, roles
from practice.desk.signin.entering import BACKEND
from practice.desk.signin.forms import CodeForm, WelcomeForm
from practice.desk.signin.models import CodeApp, Link
from practice.profile.request import practice_of

_KEY = "code_app_key"
_CODES_DUE = "codes_due"


def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Reached by a link. Looking at it uses nothing up, because mail programs look too."""
    link = links.find(token, pages.browser(request))
    if link is None:
        return _over(request)
    form = WelcomeForm(request.POST or None, instance=link.user)
    if request.method == "POST" and form.is_valid():
        return _come_in(request, token, link, form) or _over(request)
    return pages.page(request, "welcome", "Welcome", form=form, lost=factors.has_any(link.user))


@transaction.atomic
def _come_in(
    request: HttpRequest, token: str, link: Link, form: WelcomeForm
) -> HttpResponse | None:
    """Save what was chosen and sign in; None, and nothing saved, when the link was used meanwhile."""
    roles.lock([link.user_id])  # in the order in which shutting somebody out takes them
    mark = links.claim(link, token, pages.browser(request))
    if mark is None:
        return None
    user = form.save()
    login(request, user, BACKEND)
    request.session[pages.CAME_BY] = mark
    if "username" in form.changed_data:
        was, now = form.initial["username"], user.get_username()
        names.renamed(was, now, by=now)
    record("one-time link opened", actor=user.get_username())
    return redirect("admin:start")


def _over(request: HttpRequest) -> HttpResponse:
    """Whoever is half-way in and goes back to the link goes on where they were."""
    if links.is_open_for(request.user.pk, request.session.get(pages.CAME_BY)):
        return redirect("admin:start")
    return pages.page(request, "over", "This link is no longer good", 404)


@pages.adding
def start(request: HttpRequest) -> HttpResponse:
    """Passkey, or app with codes."""
    optional = factors.may_enter(request)
    return pages.page(request, "start", "How would you like to sign in?", optional=optional)


@pages.adding
@require_POST
def passkey_ask(request: HttpRequest) -> JsonResponse:
    name = practice_of(request).name
    return JsonResponse(passkeys.ask_for_new(pages.browser(request), request.user, name))


@pages.adding
@require_POST
def passkey_answer(request: HttpRequest) -> JsonResponse:
    name = request.POST.get("name", "").strip() or "A device"
    try:
        with transaction.atomic():
            passkey = passkeys.take_new(
                pages.browser(request), request.user, request.POST.get("answer", ""), name
            )
    except passkeys.Refused:
        said = "That did not work. Please try again, or use an app with codes."
        return JsonResponse({"said": said}, status=400)
    return JsonResponse({"next": _added(request, passkey)})


@pages.adding
def app(request: HttpRequest) -> HttpResponse:
    """An app that shows codes; it counts once a code of it was typed."""
    key = request.session.setdefault(_KEY, secrets.token_hex(20))
    device = CodeApp(user=request.user, name="App with codes", key=key)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _fits(device, form.cleaned_data["code"]):
            del request.session[_KEY]
            return redirect(_added(request, device))
        form.add_error("code", "That code did not fit. Please type the one the app shows now.")
    drawing = _drawing(device, practice_of(request).name)
    return pages.page(
        request, "app", "Use an app with codes", form=form, device=device, drawing=drawing
    )


def _fits(device: CodeApp, typed: str) -> bool:
    with transaction.atomic():
        device.confirmed = True
        device.save()
        if fits := device.verify_token("".join(typed.split())):
            return fits
        transaction.set_rollback(True)
    device.pk = None
    return False


def _drawing(device: CodeApp, site_name: str) -> Any:
    from urllib.parse import quote, urlencode  # noqa: PLC0415

    import segno  # noqa: PLC0415  only this page draws

    label = quote(f"{site_name.replace(':', '')}:{device.user.get_username()}")
    said = urlencode(
        {"secret": device.secret.replace(" ", ""), "issuer": site_name}, quote_via=quote
    )
    code = segno.make(f"otpauth://totp/{label}?{said}", error="m", micro=False)
    drawn = code.svg_inline(scale=5, border=4, dark="#000", light="#fff", title="The code to scan")
    return mark_safe(drawn)  # noqa: S308  drawn by us; the title is our own


def _added(request: HttpRequest, device: Any) -> str:
    """Note a new way of signing in; where to go on."""
    user = request.user
    record(f"{_word(device)} added", actor=user.get_username())
    request.session.pop(pages.CAME_BY, None)
    request.session.cycle_key()
    if not factors.has_passed(request) or factors.uses_recovery_code(request):
        factors.passed(request, device)
    links.used_up(user)
    if factors.are_put_away(user):
        return reverse("admin:signin")
    request.session[_CODES_DUE] = True
    return pages.address("codes", request)


def _word(device: Any) -> str:
    return "passkey" if device.kind == "passkey" else "app with codes"


@pages.adding
def codes(request: HttpRequest) -> HttpResponse:
    """Ten codes on paper. They are shown once, and asked about until they are put away."""
    if not factors.has_any(request.user):
        return redirect(pages.address("start", request))
    if "put_away" in request.POST:
        factors.put_away(request.user)
        return redirect(pages.next_of(request) or "admin:index")
    if "make" in request.POST or request.session.pop(_CODES_DUE, False):
        shown = factors.renew_recovery_codes(request)
        record("recovery codes made", actor=request.user.get_username())
        return pages.page(request, "codes", "Ten codes for your drawer", codes=shown)
    done = factors.are_put_away(request.user)
    return pages.page(request, "codes", "Your recovery codes", codes=[], done=done)
