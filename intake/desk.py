"""What the inbox shows on the desk and to /readyz."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.safestring import SafeString

from intake import actions, next_steps
from intake.chores import UNFINISHED
from intake.inbox import lists, recent, weeks, words
from intake.models import Chore, Inquiry, Notification
from intake.outbox import LATE
from intake.sealing import SealingError
from practice.desk.registry import (
    Card,
    register_card,
    register_count,
    register_duty,
    register_health_line,
    register_panel,
)

_LOOKED_INTO = 200  # unread ones whose words are read for danger; a flood must not slow the desk
UNCHECKED = timedelta(hours=2)  # the self-check is due every hour

State = Notification.State


def _may_see(request: HttpRequest) -> bool:
    return request.user.has_perm("intake.view_inquiry")


def _inbox(show: str) -> str:
    return f"{reverse('admin:intake_inquiry_changelist')}?show={show}"


def _page(inquiry: Inquiry) -> str:
    return reverse("admin:intake_inquiry_change", args=[inquiry.pk])


def _card(name: str, one: str, many: str, **said: Any) -> Card | None:
    """How many stand in a list, leading there; nothing when none does."""
    count = lists.of(name).count()
    if not count:
        return None
    return Card(one if count == 1 else many.format(count), _inbox(name), **said)


@register_card
def overdue(request: HttpRequest) -> Card | None:
    """The answers that are late: one by its reference, more of them by their number."""
    late = list(lists.of("overdue").only("reference", "reply_by")) if _may_see(request) else []
    if not late:
        return None
    promised = formatted(late[0].reply_by, "l, F j")
    if len(late) == 1:
        text, url = f"Answer {late[0].reference}", _page(late[0])
        detail = f"You promised an answer by {promised}."
    else:
        text, url = f"{len(late)} answers are overdue", _inbox("overdue")
        detail = f"You promised the first by {promised}."
    return Card(text, url, urgent=True, label="Overdue", detail=detail)


@register_card
def due_today(request: HttpRequest) -> Card | None:
    due = list(lists.of("today").only("reference", "received_at")) if _may_see(request) else []
    if not due:
        return None
    if len(due) == 1:
        said = (
            f"It came {words.came(due[0].received_at, within=True)}. You promised an answer today."
        )
        text, url = f"Answer {due[0].reference}", _page(due[0])
    else:
        said = "You promised these answers today."
        text, url = f"Answer {len(due)} inquiries", _inbox("today")
    return Card(text, url, urgent=True, label="Due today", detail=said)


@register_card
def new_inquiries(request: HttpRequest) -> Card | None:
    """How many inquiries nobody has opened, for those who may see them; the late ones have a card already."""
    if not _may_see(request):
        return None
    after_today = lists.of("new").filter(reply_by__gt=timezone.localdate())
    fresh = list(after_today.order_by("-received_at").only("reference", "received_at"))
    if not fresh:
        return None
    text = "Read 1 new inquiry" if len(fresh) == 1 else f"Read {len(fresh)} new inquiries"
    came = words.came(fresh[0].received_at, within=True)
    detail = f"It came {came}." if len(fresh) == 1 else f"The last came {came}."
    url = _page(fresh[0]) if len(fresh) == 1 else _inbox("new")
    return Card(text, url, label="New", detail=detail)


def unread() -> int:
    """How many inquiries nobody has opened, for the left column."""
    return Inquiry.objects.filter(state=Inquiry.State.NEW).count()


register_count("intake.inquiry", unread)


@register_card
def unread_spam(request: HttpRequest) -> Card | None:
    """What is marked is never mailed, so it is named here until somebody has looked."""
    if not _may_see(request):
        return None
    unread = Inquiry.objects.filter(state=Inquiry.State.SPAM, read_at=None)
    if any(_in_danger(inquiry) for inquiry in unread[:_LOOKED_INTO]):
        danger = "Something marked as spam may speak of dying. Please look."
        return Card(danger, _inbox("spam"), urgent=True, label="Please look")
    count = unread.count()
    text = "1 request is marked as spam" if count == 1 else f"{count} requests are marked as spam"
    detail = "Real ones land there now and then."
    spam = Card(f"{text}, and nobody has looked", _inbox("spam"), label="Spam?", detail=detail)
    return spam if count else None


def _in_danger(inquiry: Inquiry) -> bool:
    try:
        return next_steps.sounds_like_crisis(inquiry)
    except SealingError:
        return False


@register_card
def erasure_asked_for(request: HttpRequest) -> Card | None:
    if not _may_see(request):
        return None
    one, many = "1 person asks to be erased", "{} people ask to be erased"
    return _card("erasure", one, many, urgent=True, label="Erase")


@register_card
def soon_erased(request: HttpRequest) -> Card | None:
    if not _may_see(request):
        return None
    one = "1 request will be erased within 30 days"
    said = {"label": "Soon gone", "detail": "Write down elsewhere what you need to keep."}
    return _card("retention", one, "{} requests will be erased within 30 days", **said)


@register_card
def mail_to_see_to(request: HttpRequest) -> Card | None:
    text = oldest_unsent() or mail_not_taken()
    if not text or not _may_see(request):
        return None
    return Card(text, _inbox("mail"), urgent=True, label="Mail", detail=_why_unsent())


@register_card
def mails_held(request: HttpRequest) -> Card | None:
    """What waited when a restored backup was made is sent by nobody but her; answered ones need no mail."""
    held = Notification.objects.filter(state=State.HELD, inquiry__state__in=Inquiry.OPEN)
    count = held.count() if _may_see(request) else 0
    if not count:
        return None
    said = (
        "They may have gone out before the restore. Look at each request, and send what is missing."
    )
    return Card(f"{_mails(count)} held back", _inbox("mail"), label="Mail", detail=said)


def _why_unsent() -> str:
    """What went wrong last, in words; the codes stand with the inquiry, for whoever runs the server."""
    last = _owed().exclude(last_error="").order_by(F("tried_at").desc(nulls_last=True)).first()
    said = words.in_words(last.last_error) if last else ""
    return f"{said}. It is tried again by itself." if said else ""


@register_panel
def weekly_plots(request: HttpRequest) -> SafeString | None:
    if not _may_see(request):
        return None
    return render_to_string("admin/intake/weeks.html", {"plot": weeks.plot()})


@register_panel
def recent_inquiries(request: HttpRequest) -> SafeString | None:
    """The last few by name. Names are read, so it is an event that says whose (PROMISES P8)."""
    if not _may_see(request):
        return None
    shown = recent.rows()
    references = [row.reference for row in shown]
    actions.note_list(references=references, by=request.user.get_username())
    return render_to_string("admin/intake/recent.html", {"rows": shown})


def _owed() -> QuerySet[Notification]:
    """Mail that should leave. A visitor's dead address is told of at the inquiry, and is no fault of ours."""
    dead = Q(
        kind=Notification.Kind.ACKNOWLEDGEMENT,
        refused=True,
        inquiry__bounced_at__isnull=False,
    )
    return Notification.objects.filter(state=State.WAITING).exclude(dead)


@register_health_line
def oldest_unsent() -> str:
    """A warning when mail has been waiting for more than a quarter of an hour."""
    oldest = _owed().order_by("created_at").values_list("created_at", flat=True).first()
    if oldest is None or timezone.now() - oldest < LATE:
        return ""
    minutes = int((timezone.now() - oldest).total_seconds() // 60)
    return f"mail has been waiting for {minutes} minutes"


@register_health_line
def mail_not_taken() -> str:
    """A warning when the server will not have a mail, or one was given up while it still mattered."""
    matters = Q(inquiry__state__in=Inquiry.OPEN) | Q(inquiry__erasure_asked_at__isnull=False)
    bounced = Q(kind=Notification.Kind.ACKNOWLEDGEMENT, inquiry__bounced_at__isnull=False)
    given_up = Notification.objects.filter(matters, state=State.FAILED).exclude(bounced).count()
    said = []
    if refused := _owed().filter(refused=True).count():
        said.append(f"the mail server refuses {_mails(refused)}")
    if given_up:
        said.append(
            f"{_mails(given_up)} could not be sent and {'was' if given_up == 1 else 'were'} given up"
        )
    return "; ".join(said)


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count} mails"


@register_health_line
def self_check() -> str:
    """What the hourly self-check found, or that nobody checks any more."""
    chore = Chore.objects.filter(name="self-check").first()
    if chore is None:
        return ""
    if timezone.now() - chore.last_at > UNCHECKED:
        cure = "restart the site" if settings.OUTBOX == "web" else "start the worker"
        return f"the site has not checked itself for more than two hours: {cure}"
    return _said_by(chore)


def _said_by(chore: Chore) -> str:
    """Its problem; but what has just begun need not be finished."""
    just_begun = timezone.now() - chore.last_at < LATE
    return "" if chore.problem == UNFINISHED and just_begun else chore.problem


@register_health_line
def erased_bytes_remain() -> str:
    """Why what was erased may still be on the disk."""
    chore = Chore.objects.filter(name="retention").first()
    return _said_by(chore) if chore else ""


@register_duty
def mail_goes_nowhere() -> str:
    """Requests would be told of to nobody."""
    if not settings.EMAIL_HOST:
        return "no mail leaves: it is written to files until EMAIL_HOST is set"
    return ""
