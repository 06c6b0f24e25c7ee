"""Erases what has been kept for long enough (PROMISES P7)."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from intake import actions, traces
from intake.models import Inquiry
from practice import clock
from practice.audit.log import record
from practice.profile.models import Practice

WARNING = timedelta(days=30)
_BATCH = 500


def past_retention(now: datetime | None = None) -> QuerySet[Inquiry]:
    """Inquiries nobody has changed for the practice's retention time, whatever their state."""
    return _unchanged_since(_kept_for(), now)


def soon_past_retention() -> QuerySet[Inquiry]:
    """Those that will be erased within thirty days, so that the practitioner can see them coming."""
    return _unchanged_since(_kept_for() - WARNING).exclude(pk__in=past_retention().values("pk"))


def purge(*, by: str = "site") -> list[str]:
    """Erase what is past retention, in batches; the references of it."""
    references: list[str] = []
    while batch := list(past_retention().only("pk")[:_BATCH]):
        references += actions.erase(inquiries=batch, by=by, action="inquiry purged")
    return references


def purge_and_scrub() -> str:
    """The daily round. Returns what of the erased bytes may still be on the disk, or nothing."""
    if clock.doubt():
        # A line of today, from which a day can go by: where no backup can be made, no other may come.
        record("clock doubted", actor="site")
    else:
        purge()
    return traces.scrub().problem


def _kept_for() -> timedelta:
    return timedelta(days=Practice.load().retention_days)


def _unchanged_since(time: timedelta, now: datetime | None = None) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(changed_at__lte=(now or timezone.now()) - time).order_by(
        "changed_at"
    )
