"""What the journal adds to the sitemap: its subjects, its years, and when its newest piece came."""

from collections.abc import Iterator

from django.db.models import Max, Q
from django.db.models.functions import TruncYear
from django.urls import reverse

from journal.models import Post
from practice.content.models import Tag
from practice.content.sitemap import CHANGED, Row, marked


def tags() -> Iterator[Row]:
    """Every tag that a public post has."""
    return marked(Tag, Q(entries__in=Post.objects.published()))


def years() -> Iterator[Row]:
    """Every year something public was written in, in the practice's time zone, newest first."""
    by_year = Post.objects.published().annotate(year=TruncYear("publish_at")).values("year")
    found = list(by_year.annotate(changed=Max(CHANGED)).order_by("-year"))
    if found:
        yield reverse("journal:list"), max(row["changed"] for row in found)
    for row in found:
        yield reverse("journal:year", args=[row["year"].year]), row["changed"]
