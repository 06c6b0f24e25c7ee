"""The request form and the page that thanks for it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import REASON_NO_CSRF_COOKIE, get_token
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from intake import actions, next_steps
from intake.forms import ConsultationRequestForm
from intake.models import Inquiry, Notification
from intake.suspicion import new_form_key, suspicions
from practice.content.standing import made_once
from practice.profile.kept import kept_practice
from practice.profile.models import Notice, NoticeVersion, Practice
from practice.profile.request import practice_of
from practice.web.down import unavailable

# What stands in the form as it is kept, where each copy has its own.
_KEY, _TOKEN = "the-key-of-this-copy", "the-token-of-this-copy"


class SeeOther(HttpResponseRedirect):
    """303: the next page is fetched with GET, and a refresh of it posts nothing again."""

    status_code = 303


def form_path() -> str:
    return reverse("intake:request")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_form(request: HttpRequest) -> HttpResponse:
    """The form; when it was sent and holds, the request is stored and the visitor thanked."""
    if request.method != "POST":
        return _show(request)
    form = ConsultationRequestForm(request.POST, practice=practice_of(request))
    if not form.is_valid():
        return _show(request, form, status=422)
    inquiry = actions.receive(
        request=form.request,
        form_key=form.cleaned_data["opened"],
        practice=practice_of(request),
        suspicions=suspicions(request.POST),
        address=request.META["REMOTE_ADDR"],
    )
    return SeeOther(reverse("intake:received", args=[inquiry.token]))


def form_again(request: HttpRequest, reason: str) -> HttpResponse:
    """403: the form with every word that was sent, when `reason` kept Django from trusting it."""
    practice = practice_of(request)
    form = ConsultationRequestForm(request.POST, practice=practice)
    form.is_valid()
    form.add_error(None, _why(reason, practice))
    return _show(request, form, status=403)


def _why(reason: str, practice: Practice) -> str | SafeString:
    """What to do about it. One that the button alone may not mend names another way, too."""
    if reason.startswith("CSRF token"):
        return "This page had been open for a long time. Please press the button once more."
    if reason == REASON_NO_CSRF_COOKIE:
        matter = (
            "Your browser did not send back the small cookie that keeps this form safe. Please press "
            "the button once more. If you see this again, allow cookies for this site"
        )
    else:
        matter = (
            "Your browser did not say that this form came from this site. Please press the button "
            "once more. If you see this again, try another browser"
        )
    return format_html("{}{}.", matter, _or_reach(practice))


def _or_reach(practice: Practice) -> SafeString:
    phone = format_html('<a href="tel:{}">{}</a>', practice.telephone_link, practice.telephone)
    mail = format_html('<a href="mailto:{0}">{0}</a>', practice.email)
    if practice.telephone and practice.email:
        return format_html(", or call {} or write to {}", phone, mail)
    if practice.telephone:
        return format_html(", or call {}", phone)
    return format_html(", or write to {}", mail) if practice.email else SafeString("")


def form_kept(request: HttpRequest, status: int) -> HttpResponse:
    """The form with every word that was sent, from a site that can store nothing just now."""
    form = ConsultationRequestForm.as_written(request.POST, practice=kept_practice())
    context = {"form": form, "cannot_store": True, "csrf_token": get_token(request)}
    return unavailable(request, "intake/request.html", context, status)


def _blank_form(request: HttpRequest, version: NoticeVersion | None) -> SafeString:
    """The form in which nobody has written. Drawing it takes longer than all else, so it is drawn once, and
    each copy gets a key and a token of its own.
    """

    def draw() -> str:
        form = ConsultationRequestForm(practice=practice_of(request), initial={"opened": _KEY})
        context = {"form": form, "notice_version": version, "csrf_token": _TOKEN}
        return render_to_string("intake/form.html", context)

    drawn = made_once(("form", version and version.pk), draw)
    own = drawn.replace(_KEY, new_form_key()).replace(_TOKEN, get_token(request))
    return mark_safe(own)  # noqa: S308  drawn by a template; keys and tokens are letters, digits, : _ and -


@never_cache
@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """Thanks, the reference, and when to expect an answer. Shows nothing personal."""
    inquiry = get_object_or_404(Inquiry, token=token)
    steps = next_steps.for_visitor(inquiry, practice_of(request))
    mails = inquiry.notifications.filter(kind=Notification.Kind.ACKNOWLEDGEMENT)
    context = {
        "inquiry": inquiry,
        "steps": steps,
        "mail_is_coming": mails.exclude(state=Notification.State.WITHHELD).exists(),
    }
    return render(request, "intake/received.html", context)


def _show(
    request: HttpRequest, form: ConsultationRequestForm | None = None, status: int = 200
) -> HttpResponse:
    version = Notice.privacy_in_force()
    context = {
        "form": form,
        "blank": "" if form else _blank_form(request, version),
        "notice_version": version,
        "reply_by": practice_of(request).reply_by(timezone.now()),
    }
    response = render(request, "intake/request.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
