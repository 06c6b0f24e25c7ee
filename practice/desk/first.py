"""What the desk's first page says of the day and of the writing; the rest is on the registry."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from practice.content.addresses import Kind
from practice.content.models import Entry
from practice.desk.registry import Card, register_card
from practice.profile.request import practice_of
from practice.times import said

_MOST = 5  # drafts or scheduled texts that are named; the lists hold the rest
_MORNING, _AFTERNOON, _EVENING = 5, 12, 18
POSTS, PAGES = "journal.post", "pages.page"  # by name: the desk imports no app


@dataclass(frozen=True)
class Scheduled:
    """A text that appears by itself."""

    title: str
    when: str
    url: str


def greeting(request: HttpRequest) -> str:
    """Good morning, with a first name when one is known, by the practice's clock."""
    hour = timezone.localtime().hour
    part = "morning" if _MORNING <= hour < _AFTERNOON else "evening"
    part = "afternoon" if _AFTERNOON <= hour < _EVENING else part
    return ", ".join(filter(None, (f"Good {part}", name_of(request, first=True))))


def name_of(request: HttpRequest, *, first: bool = False) -> str:
    """A person's own name; the practitioner's from the profile, for whoever may edit it and gave none."""
    user = request.user
    name = user.get_short_name() if first else user.get_full_name()  # type: ignore[union-attr]
    if name or not user.has_perm("profile.change_practice"):
        return name
    words = [word for word in practice_of(request).practitioner.split() if not word.endswith(".")]
    return " ".join(words[:1] if first else words)


def write_url(request: HttpRequest) -> str:
    """Where a new post is written; empty for those who may not."""
    return _address(POSTS, "add") if request.user.has_perm("journal.add_post") else ""


def scheduled(request: HttpRequest) -> list[Scheduled]:
    """The next texts that appear by the clock, of those this person may change."""
    coming = _mine(request).filter(status=Entry.Status.PUBLIC, publish_at__gt=timezone.now())
    return [
        Scheduled(entry.title, said(entry.publish_at), _edit(entry))
        for entry in coming.order_by("publish_at")[:_MOST]
    ]


@register_card
def drafts(request: HttpRequest) -> Iterator[Card]:
    """One card a draft, the one last worked on first."""
    found = _mine(request).filter(status=Entry.Status.DRAFT).order_by("-updated")
    for entry in found[:_MOST]:
        planned = entry.publish_at > timezone.now()
        detail = (
            f"Planned for {said(entry.publish_at)}."
            if planned
            else f"Last saved on {said(entry.updated)}."
        )
        yield Card(f"Finish “{entry.title}”", _edit(entry), label="Draft", detail=detail)


def _mine(request: HttpRequest) -> QuerySet[Entry]:
    """The texts this person may change."""
    kinds = Q()
    if not request.user.has_perm("journal.change_post"):
        kinds &= ~Q(kind=Kind.POST)
    if not request.user.has_perm("pages.change_page"):
        kinds &= Q(kind=Kind.POST)
    return Entry.objects.filter(kinds).only("kind", "title", "publish_at", "updated")


def _edit(entry: Entry) -> str:
    return _address(POSTS if entry.kind == Kind.POST else PAGES, "change", entry.pk)


def _address(model: str, what: str, *args: object) -> str:
    try:
        return reverse(f"admin:{model.replace('.', '_')}_{what}", args=args)
    except NoReverseMatch:  # a site without that app
        return ""
