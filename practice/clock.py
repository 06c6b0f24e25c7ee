"""Whether this machine's clock can be believed, asked before anything is erased for its age.

A clock that is a year ahead would let retention erase every request, and every backup. The event log tells:
its lines follow one another in time, and the daily backup writes one when nobody else does.
"""

from datetime import timedelta

from django.utils import timezone

from practice.audit.models import Event

_AWAY = timedelta(days=2)  # longer than from one backup to the next
_BACK = timedelta(minutes=10)  # what several machines may differ
_SETTLED = timedelta(days=1)  # as long as somebody has to see the warning
_LINES = 500


def doubt() -> str:
    """Why nothing may be erased for its age now; nothing when times go on as they should."""
    now = later = timezone.now()
    for at in Event.objects.order_by("-number").values_list("at", flat=True)[:_LINES]:
        if now - later > _SETTLED:
            break
        if at - later > _BACK:
            return (
                f"this machine’s clock went back: it says {now:%B %-d, %Y, %H:%M} UTC, and something was "
                f"noted on {at:%B %-d, %Y, %H:%M}. Nothing is erased for its age meanwhile"
            )
        if later - at > _AWAY:
            return (
                f"nothing was noted here from {at:%B %-d, %Y} to {later:%B %-d, %Y}: the site was away, or "
                "this machine’s clock leapt ahead. Nothing is erased for its age before a day has gone by"
            )
        later = at
    return ""
