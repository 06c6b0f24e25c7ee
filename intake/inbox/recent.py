"""The last few inquiries, for the desk's first page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from intake.inbox import words
from intake.inbox.opening import given, opened
from intake.models import Inquiry

MOST = 5
_MEETING: dict[str, str] = {
    Inquiry.Modality.IN_PERSON: "In the room",
    Inquiry.Modality.TELEHEALTH: "Video",
    Inquiry.Modality.EITHER: "Not sure",
}
_FIELDS = ("reference", "state", "name", "modality", "received_at", "reply_by")


@dataclass(frozen=True)
class Recent:
    """One line of the table; `tag` is how its state looks: late, new, or nothing."""

    url: str
    reference: str
    name: str
    came: str
    meeting: str
    state: str
    tag: str


def rows() -> list[Recent]:
    """The newest first; what is marked as spam is left out."""
    real = Inquiry.objects.exclude(state=Inquiry.State.SPAM).order_by("-received_at", "pk")
    return [_row(inquiry) for inquiry in real.only(*_FIELDS)[:MOST]]


def _row(inquiry: Inquiry) -> Recent:
    state, tag = _state(inquiry)
    return Recent(
        url=reverse("admin:intake_inquiry_change", args=[inquiry.pk]),
        reference=inquiry.reference,
        name=opened(inquiry, "name") or "(no name)",
        came=words.came(inquiry.received_at),
        meeting=_MEETING.get(given(inquiry, "modality"), "—"),
        state=state,
        tag=tag,
    )


def _state(inquiry: Inquiry) -> tuple[str, str]:
    if inquiry.state in Inquiry.OPEN and inquiry.reply_by <= timezone.localdate():
        late = inquiry.reply_by < timezone.localdate()
        return ("Overdue" if late else "Due today"), "late"
    state = inquiry.get_state_display()
    return f"{state[:1].upper()}{state[1:]}", "new" if inquiry.state == Inquiry.State.NEW else ""
