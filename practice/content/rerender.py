"""Texts rendered by an earlier version of `rendering` are rendered again."""

from practice.content import rendering
from practice.content.models import Entry


def rerender() -> int:
    """Bring the stored HTML of every entry up to date; how many there were."""
    stale = Entry.objects.exclude(rendering=rendering.VERSION)
    count = 0
    for entry in stale.iterator():
        entry.save(update_fields=[])
        count += 1
    return count
