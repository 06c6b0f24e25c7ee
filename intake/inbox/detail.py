"""What one inquiry's page shows."""

from contextlib import suppress
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from intake import next_steps
from intake.inbox import answering, words
from intake.inbox.opening import given, opened
from intake.inbox.work import mark_of
from intake.models import Inquiry, Notification
from intake.sealing import SealingError
from practice.audit.models import Event
from practice.profile.models import Practice

_OF_LATE = 200  # events that are read; a page shows them in far fewer lines


def context(inquiry: Inquiry, practice: Practice) -> dict[str, Any]:
    today = timezone.localdate()
    notes = opened(inquiry, "notes")
    is_open = inquiry.state in Inquiry.OPEN
    return {
        "title": opened(inquiry, "name") or inquiry.reference,
        "inquiry": inquiry,
        # Why it looks like spam has a part of the page to itself.
        "marks": [mark for mark in words.marks(inquiry, today) if mark.kind != "quiet"],
        "received": words.moment(inquiry.received_at),
        "promise": words.promise(inquiry.reply_by, today) if is_open else "",
        "cares": _cares(inquiry, practice),
        "message": opened(inquiry, "message"),
        "facts": [(label, text) for label, text in _facts(inquiry) if text],
        "ways": answering.ways_of(inquiry, practice),
        "states": [state for state in Inquiry.State if state != Inquiry.State.SPAM],
        "is_spam": inquiry.state == Inquiry.State.SPAM,
        "notes": notes,
        "notes_seen": mark_of(notes),
        "mails": [_mail(mail) for mail in inquiry.notifications.all()],
        "can_send_again": inquiry.notifications.filter(state__in=Notification.MAY_GO).exists(),
        "agreed": _agreed(inquiry),
        "history": words.history(_events(inquiry.reference)),
    }


def _cares(inquiry: Inquiry, practice: Practice) -> list[str]:
    """What to know before answering, worked out now and stored nowhere."""
    said = []
    with suppress(SealingError):
        if next_steps.sounds_like_crisis(inquiry):
            said.append("The words may speak of dying or of being hurt. Please read them first.")
        if next_steps.may_be_a_minor(inquiry):
            said.append("They may be under eighteen.")
    place = given(inquiry, "place")
    if place and practice.licensed_in and place not in practice.licensed_in:
        said.append("They will be where your licence does not reach.")
    return said


def _facts(inquiry: Inquiry) -> list[tuple[str, str]]:
    return [
        ("Pronouns", opened(inquiry, "pronouns")),
        ("For whom", opened(inquiry, "who")),
        ("Where they will be", opened(inquiry, "place")),
        ("How to meet", opened(inquiry, "modality")),
        ("Good times", opened(inquiry, "times")),
        ("How they heard", opened(inquiry, "heard")),
    ]


def _agreed(inquiry: Inquiry) -> str:
    version = inquiry.consent_version
    return f"“{version.notice.title}” of {version.effective:%B %-d, %Y}" if version else ""


def _mail(mail: Notification) -> dict[str, str]:
    kind = mail.get_kind_display()
    return {"kind": f"{kind[:1].upper()}{kind[1:]}", "said": words.delivery(mail)}


def _events(reference: str) -> list[Event]:
    # A list of references is JSON; as text it can be searched on both databases.
    about = Event.objects.annotate(about=Cast("references", TextField()))
    return list(about.filter(about__contains=f'"{reference}"').order_by("-pk")[:_OF_LATE])
