"""Which inquiries a list of the inbox shows, in which order, and what is said of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from intake import outbox, retention
from intake.inbox import words
from intake.inbox.opening import opened
from intake.models import Inquiry, Notification

DEFAULT = "needs"
PER_PAGE = 50
# What a row needs; nobody's words are read from the database for a list.
_FIELDS = (
    *("reference", "state", "name", "preferred", "received_at", "reply_by", "suspicions"),
    *("erasure_asked_at", "bounced_at"),
)

State = Inquiry.State


@dataclass(frozen=True)
class Which:
    """A list: what its link says, what stands there when it is empty, and what belongs to it."""

    label: str
    empty: str
    rows: Callable[[], Q]


def _overdue() -> Q:
    return Q(state__in=Inquiry.OPEN, reply_by__lt=timezone.localdate())


def _with_mail_to_see_to() -> Q:
    held = Q(state=Notification.State.HELD)
    late = held | Q(attempts__gt=0) | Q(created_at__lt=timezone.now() - outbox.LATE)
    stuck = Notification.objects.filter(late, state__in=Notification.MAY_GO)
    return Q(pk__in=stuck.values("inquiry"))


# The first four are always offered; the others are where the desk's cards lead.
LISTS = {
    "needs": Which(
        "Needs you",
        "Nothing needs you now.",
        lambda: Q(state__in=Inquiry.OPEN) | Q(erasure_asked_at__isnull=False),
    ),
    "answered": Which(
        "Answered", "Nothing is answered yet.", lambda: Q(state__in=Inquiry.ANSWERED)
    ),
    "spam": Which("Spam", "Nothing looks like spam.", lambda: Q(state=State.SPAM)),
    "all": Which("All", "No request has come yet.", Q),
    "new": Which("New", "You have opened all of them.", lambda: Q(state=State.NEW)),
    "overdue": Which("Overdue", "Nothing is overdue.", _overdue),
    "today": Which(
        "Due today",
        "No answer is due today.",
        lambda: Q(state__in=Inquiry.OPEN, reply_by=timezone.localdate()),
    ),
    "erasure": Which(
        "Ask to be erased",
        "Nobody asks to be erased.",
        lambda: Q(erasure_asked_at__isnull=False),
    ),
    "mail": Which("Mail not sent", "All mail about requests was sent.", _with_mail_to_see_to),
    "retention": Which(
        "Erased within 30 days",
        "Nothing will be erased within 30 days.",
        lambda: Q(pk__in=retention.soon_past_retention().order_by().values("pk")),
    ),
}
ALWAYS = ("needs", "answered", "spam", "all")


@dataclass(frozen=True)
class Row:
    """One inquiry as a list shows it."""

    pk: str
    name: str
    reference: str
    state: str
    received: str
    answer_by: str
    marks: list[words.Mark]
    is_new: bool
    is_late: bool


def named(name: str | None) -> str:
    """The list a query string asks for; any other text means the first."""
    return name if name in LISTS else DEFAULT


def of(name: str) -> QuerySet[Inquiry]:
    """The inquiries of a list: overdue ones first, longest overdue on top, then the newest."""
    return in_order(Inquiry.objects.filter(LISTS[name].rows()))


def in_order(inquiries: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    late = _overdue()
    rank = Case(When(late, then=Value(0)), default=Value(1), output_field=IntegerField())
    return inquiries.order_by(rank, Case(When(late, then=F("reply_by"))), "-received_at", "pk")


def counts() -> dict[str, int]:
    """How many stand in the lists that are always offered, and how many are new, late or asking."""
    wanted = (*ALWAYS, "new", "overdue", "erasure")
    found = Inquiry.objects.aggregate(
        **{name: Count("pk", filter=LISTS[name].rows()) for name in wanted if name != "all"},
        all=Count("pk"),
    )
    return {name: found[name] for name in wanted}


def lean(inquiries: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """With only what rows are made of."""
    return inquiries.only(*_FIELDS).prefetch_related("notifications")


def rows(inquiries: Iterable[Inquiry]) -> list[Row]:
    today = timezone.localdate()
    return [_row(inquiry, today) for inquiry in inquiries]


def _row(inquiry: Inquiry, today: date) -> Row:
    is_open = inquiry.state in Inquiry.OPEN
    return Row(
        pk=str(inquiry.pk),
        name=opened(inquiry, "name") or "(no name)",
        reference=inquiry.reference,
        state=inquiry.get_state_display(),
        received=words.moment(inquiry.received_at),
        answer_by=words.promise(inquiry.reply_by, today) if is_open else "",
        marks=words.marks(inquiry, today),
        is_new=inquiry.state == State.NEW,
        is_late=is_open and inquiry.reply_by < today,
    )
