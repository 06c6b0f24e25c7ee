"""What the inbox shows on the desk and to /readyz."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from intake import next_steps
from intake.chores import UNFINISHED
from intake.inbox import lists, weeks
from intake.models import Chore, Inquiry, Notification
from intake.outbox import LATE
from intake.sealing import SealingError
from practice.desk.registry import Card, register_card, register_health_line, register_panel

_LOOKED_INTO = 200  # unread ones whose words are read for danger; a flood must not slow the desk
UNCHECKED = timedelta(hours=2)  # the self-check is due every hour

State = Notification.State


def _may_see(request: HttpRequest) -> bool:
    return request.user.has_perm("intake.view_inquiry")


def _card(name: str, one: str, many: str, *, urgent: bool = False) -> Card | None:
    """How many stand in a list, leading there; nothing when none does."""
    count = lists.of(name).count()
    if not count:
        return None
    url = f"{reverse('admin:intake_inquiry_changelist')}?show={name}"
    return Card(one if count == 1 else many.format(count), url, urgent=urgent)


@register_card
def overdue(request: HttpRequest) -> Card | None:
    if not _may_see(request):
        return None
    one = "1 answer is overdue"
    return _card("overdue", one, "{} answers are overdue", urgent=True)


@register_card
def new_inquiries(request: HttpRequest) -> Card | None:
    """How many inquiries nobody has opened, for those who may see them."""
    return _card("new", "1 new inquiry", "{} new inquiries") if _may_see(request) else None


@register_card
def unread_spam(request: HttpRequest) -> Card | None:
    """What is marked is never mailed, so it is named here until somebody has looked."""
    if not _may_see(request):
        return None
    unread = Inquiry.objects.filter(state=Inquiry.State.SPAM, read_at=None)
    in_danger = any(_in_danger(inquiry) for inquiry in unread[:_LOOKED_INTO])
    url = f"{reverse('admin:intake_inquiry_changelist')}?show=spam"
    if in_danger:
        return Card("Something marked as spam may speak of dying. Please look.", url, urgent=True)
    count = unread.count()
    text = "1 request is marked as spam" if count == 1 else f"{count} requests are marked as spam"
    return Card(f"{text}, and nobody has looked", url) if count else None


def _in_danger(inquiry: Inquiry) -> bool:
    try:
        return next_steps.sounds_like_crisis(inquiry)
    except SealingError:
        return False


@register_card
def erasure_asked_for(request: HttpRequest) -> Card | None:
    if not _may_see(request):
        return None
    return _card("erasure", "1 person asks to be erased", "{} people ask to be erased", urgent=True)


@register_card
def soon_erased(request: HttpRequest) -> Card | None:
    if not _may_see(request):
        return None
    one = "1 request will be erased within 30 days"
    return _card("retention", one, "{} requests will be erased within 30 days")


@register_card
def mail_to_see_to(request: HttpRequest) -> Card | None:
    text = oldest_unsent() or mail_not_taken()
    if not text or not _may_see(request):
        return None
    return Card(text, f"{reverse('admin:intake_inquiry_changelist')}?show=mail", urgent=True)


@register_panel
def weekly_plot(request: HttpRequest) -> SafeString | None:
    if not _may_see(request):
        return None
    return render_to_string("admin/intake/weeks.html", {"plot": weeks.plot()})


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


@register_health_line
def mail_goes_nowhere() -> str:
    """A warning while a site that strangers reach writes its mail to files."""
    if settings.PRODUCTION and not settings.EMAIL_HOST:
        return "no mail leaves: it is written to files until EMAIL_HOST is set"
    return ""
