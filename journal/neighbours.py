"""The posts before and after one, in time."""

from typing import Any

from django.db import connection
from django.utils import timezone

from journal.models import Post
from practice.content.addresses import Kind
from practice.content.models import Entry

_NEXT = """
SELECT * FROM (
    SELECT id, kind, title, slug, {later} AS later FROM content_entry
    WHERE kind = %s AND status = 'public' AND publish_at <= %s AND (publish_at, id) {side} (%s, %s)
    ORDER BY publish_at {order}, id {order} LIMIT 1) AS {name}
"""
_BOTH = " UNION ALL ".join(
    (
        _NEXT.format(name="before", later=0, side="<", order="DESC"),
        _NEXT.format(name="after", later=1, side=">", order="ASC"),
    )
)


def neighbours(post: Entry) -> tuple[Post | None, Post | None]:
    """The public posts before and after it; None at an end. One question, however many there are."""
    now, at = (
        connection.ops.adapt_datetimefield_value(each) for each in (timezone.now(), post.publish_at)
    )
    asked: list[Any] = [Kind.POST.value, now, at, post.pk or 0]
    found: dict[int, Post] = {
        each.later: each  # type: ignore[attr-defined]
        for each in Post._base_manager.raw(_BOTH, asked * 2)
    }
    return found.get(0), found.get(1)
