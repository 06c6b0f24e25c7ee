"""Making, finding and ending preview links."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from practice.content.models import Entry, PreviewLink
from practice.content.seo import absolute

DAYS = (1, 7, 30)
MOST = 20  # live ones of one text; more is a loop somewhere, not a colleague
_SIGNER = signing.Signer(salt="content.previews", sep=".")


@transaction.atomic
def make(entry: Entry, *, days: int, by: Any) -> PreviewLink:
    """A new link that works for `days`, one of DAYS. Raises ValueError for another number or too many."""
    if days not in DAYS:
        raise ValueError("Choose one, seven or thirty days.")
    if entry.preview_links.live().count() >= MOST:
        raise ValueError("There are many links already. Stop some of them first.")
    until = timezone.now() + timedelta(days=days)
    return PreviewLink.objects.create(entry=entry, made_by=by, expires_at=until)


def stop(link: PreviewLink) -> None:
    """From now on the link opens nothing; a link that has ended keeps its own end."""
    live = PreviewLink.objects.live().filter(pk=link.pk)
    live.update(revoked_at=timezone.now())


def address_of(link: PreviewLink) -> str:
    """The whole address to send to somebody."""
    return absolute(reverse("content:preview", args=[_SIGNER.sign(link.key)]))


def found(token: str) -> PreviewLink | None:
    """The link behind a token that is ours, live and not forged; None for every other."""
    try:
        key = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    live = PreviewLink.objects.live()
    return live.select_related("entry").filter(key=key).first()
