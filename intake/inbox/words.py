"""What the inbox says of an inquiry, its mails and its history, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as formatted

from intake.models import Inquiry, Notification
from practice.audit.models import Event
from practice.times import clock

Mail = Notification.State
_A_WEEK = 6  # days in which the name of a day is enough
_TO_VISITOR = Notification.Kind.ACKNOWLEDGEMENT


@dataclass(frozen=True)
class Mark:
    """A word or two beside a name; `kind` is how it looks, never what it means."""

    text: str
    kind: str


def moment(at: datetime) -> str:
    """A time on the practice's clock, such as “Fri, Nov 20, 11:30 pm”; with its year when not this one's."""
    local = timezone.localtime(at)
    day = formatted(local, "D, M j" if local.year == timezone.localdate().year else "D, M j, Y")
    return f"{day}, {clock(at)}"


def came(at: datetime, *, within: bool = False) -> str:
    """When something came, as one says it: “Yesterday, 11:40 pm”; `within` a sentence, “yesterday at …”."""
    local, today = timezone.localtime(at), timezone.localdate()
    days, hour = (today - local.date()).days, clock(at)
    if days > _A_WEEK or days < 0:
        day = formatted(local, "F j" if local.year == today.year else "F j, Y")
        return f"on {day}" if within else day
    day = {0: "Today", 1: "Yesterday"}.get(days) or formatted(local, "l")
    if not within:
        return f"{day}, {hour}"
    return f"{day.lower() if days < 2 else f'on {day}'} at {hour}"


def promise(day: date, today: date) -> str:
    """By when an answer was promised."""
    if day == today:
        return "answer today"
    return f"{'promised' if day < today else 'answer'} by {formatted(day, 'D, M j')}"


def _overdue(day: date, today: date) -> str:
    days = (today - day).days
    return f"Overdue by {days} day{'' if days == 1 else 's'}"


def marks(inquiry: Inquiry, today: date) -> list[Mark]:
    """What must not be overlooked, most pressing first."""
    found = []
    if inquiry.state in Inquiry.OPEN and inquiry.reply_by < today:
        found.append(Mark(_overdue(inquiry.reply_by, today), "late"))
    if inquiry.erasure_asked_at:
        found.append(Mark("Asks to be erased", "late"))
    if inquiry.state == Inquiry.State.NEW:
        found.append(Mark("New", "new"))
    if inquiry.bounced_at:
        found.append(Mark("Address takes no mail", "care"))
    found += [Mark(text, "care") for text in _unsent(inquiry)]
    if inquiry.state == Inquiry.State.SPAM:
        found.append(Mark("Spam: " + ("; ".join(inquiry.suspicions) or "you said so"), "quiet"))
    return found


def _unsent(inquiry: Inquiry) -> list[str]:
    said = []
    for mail in inquiry.notifications.all():
        whose = "Mail to them" if mail.kind == _TO_VISITOR else "Mail to you"
        if mail.state == Mail.FAILED:
            said.append(f"{whose} was given up")
        elif mail.state == Mail.HELD:
            said.append(f"{whose} held")
        elif mail.state == Mail.WAITING and mail.refused:
            # A dead address has a mark of its own.
            said += [] if mail.kind == _TO_VISITOR and inquiry.bounced_at else [f"{whose} refused"]
        elif mail.state == Mail.WAITING:
            said.append(f"{whose} is waiting")
    return said


_HELD = (
    "Held back: it had not been sent when the backup was made that this site was restored from. It may have "
    "gone out since. “Send again” sends it."
)


def _why_held_back(mail: Notification) -> str:
    if mail.inquiry and mail.inquiry.state != Inquiry.State.SPAM:
        return "Held back, because that address had enough mail from this form that day."
    return "Held back, because the request looks like spam. “Not spam” sends it."


def delivery(mail: Notification) -> str:
    """Where a mail stands, and what happens next."""
    if mail.state == Mail.SENT:
        return f"Sent {moment(mail.sent_at)}." if mail.sent_at else "Sent."
    if mail.state in {Mail.WITHHELD, Mail.HELD}:
        return _HELD if mail.state == Mail.HELD else _why_held_back(mail)
    tried = "once" if mail.attempts == 1 else f"{mail.attempts} times"
    if mail.state == Mail.FAILED:
        return f"{problem(mail.last_error)} Given up after trying {tried}."
    if not mail.attempts:
        return "It is about to be sent."
    last = f", last {moment(mail.tried_at)}" if mail.tried_at else ""
    if mail.refused:
        return f"{problem(mail.last_error)} It is tried again every hour. Tried {tried}{last}."
    said = problem(mail.last_error) if mail.last_error else "It has not been taken yet."
    return f"{said} It is tried again by itself. Tried {tried}{last}."


_STEPS = {
    "connect": "Your mail server could not be reached",
    "EHLO": "Your mail server did not answer as it should",
    "STARTTLS": "No safe connection to your mail server could be made",
    "AUTH": "Your mail server did not accept the site’s name and password",
    "MAIL": "Your mail server would not take mail from the site’s address",
    "RCPT": "Your mail server would not take mail for this address",
    "DATA": "Your mail server would not take it",
    "final dot": "Your mail server would not take it",
    "made": "The mail could not be put together",
}


_NO_CONNECTION = {
    "gaierror": "Your mail server was not found",
    "ConnectionRefusedError": "Your mail server does not take calls",
    "TimeoutError": "Your mail server does not answer",
    "took too long": "Your mail server takes too long to answer",
}


def in_words(error: str) -> str:
    """What `RCPT 550 5.1.1` and the like mean, without a full stop; anything else as it is."""
    step, _, kind = error.partition(" ")
    if step == "connect" and kind in _NO_CONNECTION:
        return _NO_CONNECTION[kind]
    for step, sentence in _STEPS.items():
        if error == step or error.startswith(f"{step} "):
            return sentence
    return f"{error[:1].upper()}{error[1:]}"


def problem(error: str) -> str:
    """A sentence with its codes, for whoever runs the server."""
    said = in_words(error)
    known = said.lower() != error.lower()
    return f"{said} ({error})." if known else f"{said}." if said else ""


_LOOKING = {"inbox listed", "inquiry opened"}
_DEEDS = {
    "inquiry received": "Arrived",
    "inbox listed": "Shown in a list",
    "inquiry opened": "Opened",
    "inquiries exported": "Written to a file",
    "mail sent again": "Mail sent again",
    "erasure asked for": "They asked to be erased",
    "inquiry cleared of suspicion": "No longer taken for spam",
}


def history(events: Iterable[Event]) -> list[str]:
    """Who did what and when, newest first. Looking is told once a day, however often it was done."""
    times: dict[tuple[object, ...], list[datetime]] = {}
    for event in events:
        only_looked = event.action in _LOOKING
        which = timezone.localdate(event.at) if only_looked else event.pk
        times.setdefault((_deed(event), event.actor, which), []).append(event.at)
    return [_line(str(deed), str(who), at) for (deed, who, _), at in times.items()]


def _line(deed: str, who: str, times: list[datetime]) -> str:
    by = {"visitor": "", "site": " by the site"}.get(who, f" by {who}")
    often = f" {len(times)} times, last" if len(times) > 1 else ","
    return f"{deed}{by}{often} {moment(times[0])}"


def _deed(event: Event) -> str:
    if event.action == "inquiry changed":
        what = {"state": "State", "notes": "Notes"}
        return (
            " and ".join(what.get(name, name) for name in sorted(event.fields, reverse=True))
            + " changed"
        )
    return _DEEDS.get(event.action) or f"{event.action[:1].upper()}{event.action[1:]}"
