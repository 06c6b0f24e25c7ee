"""What somebody typed and never saved, on their own first page."""

from collections.abc import Iterator

from django.http import HttpRequest

from practice.content.writing.copies import unfinished
from practice.desk.registry import Card, register_card
from practice.times import said

_MOST = 5  # the lists of posts and pages hold the rest


@register_card
def not_saved(request: HttpRequest) -> Iterator[Card]:
    """One card for each text this person typed and never saved, the newest first."""
    for copy in unfinished(request.user)[:_MOST]:
        detail = f"You were writing on {said(copy.at)}."
        yield Card(f"Go on with “{copy.title}”", copy.url, label="Not saved", detail=detail)
