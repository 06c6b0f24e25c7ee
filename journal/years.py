"""The years in which something was published."""

from datetime import datetime

from django.db.models import Exists, Subquery
from django.utils import timezone

from journal.models import Post
from practice.content.standing import made_once

_MOST = 60  # back from the newest; nobody kept a journal on the web for longer


def bounds(year: int) -> tuple[datetime, datetime]:
    """When a year begins and ends in the practice's time zone. Raises ValueError for one no calendar has."""
    zone = timezone.get_current_timezone()
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def years() -> list[int]:
    """Years that have a public post, the newest first."""
    return made_once("years", _years)


def _years() -> list[int]:
    """Each year is asked for by the index; looking at every post would take longer with each one."""
    public = Post.objects.published()
    oldest = Subquery(public.reverse().values("publish_at")[:1])
    ends = public.annotate(oldest=oldest).values_list("publish_at", "oldest").first()
    if ends is None:
        return []
    last, first = (timezone.localtime(each).year for each in ends)
    every = range(last, max(first, last - _MOST) - 1, -1)
    asked = {f"y{year}": Exists(public.filter(publish_at__range=bounds(year))) for year in every}
    row = public.annotate(**asked).values(*asked).first() or {}
    return [year for year in every if row.get(f"y{year}")]
