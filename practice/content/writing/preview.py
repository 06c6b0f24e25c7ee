"""A text that is not saved, as its page will show it."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from practice.content import rendering
from practice.content.addresses import Kind
from practice.content.models import Emotion, Entry, Image, Tag
from practice.content.tidying import tidy
from practice.content.writing.form import LONGEST
from practice.content.writing.moments import MomentField


def unsaved(post: Any, entry: Entry) -> Entry:
    """`entry` with what a form holds, rendered and ready for its page; nothing is stored.

    Raises ValidationError, with a sentence, for a text that cannot be shown.
    """
    body = tidy(post.get("body", ""))
    if len(body) > LONGEST:
        raise ValidationError("This text is too long to be shown. Cut some of it out.")
    rendering.renderable(body)
    entry.title = tidy(post.get("title", "")).strip() or "Without a title yet"
    entry.description, entry.body = tidy(post.get("description", "")).strip(), body
    entry.slug = post.get("slug", "").strip() or entry.slug or "preview"
    if post.get("kind") in Kind.values:
        entry.kind = post["kind"]
    entry.sensitive = bool(post.get("sensitive"))
    entry.publish_at = _day(post) or entry.publish_at
    entry.pk = entry.pk or 0  # a text without a number is asked for no tags
    entry.render()
    # Where templates ask for them; the database is not asked.
    entry._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "emotions": Emotion.objects.filter(pk__in=_numbers(post, "emotions")),
        "tags": Tag.objects.filter(pk__in=_numbers(post, "tags")),
    }
    return entry


def _day(post: Any) -> datetime | None:
    if post.get("status") == "now":
        return timezone.now()
    try:
        return MomentField(required=False).clean(
            [post.get("publish_at_0", ""), post.get("publish_at_1", "")]
        )
    except ValidationError:
        return None


def _numbers(post: Any, name: str) -> list[int]:
    return [int(text) for text in post.getlist(name) if text.isdigit() and len(text) < 19]


def render_ahead(body: str) -> None:
    """Render what is about to be checked and saved, so that neither takes the time again."""
    text = tidy(body)
    if len(text) <= LONGEST:
        with suppress(ValidationError):  # said at the field, later
            rendering.renderable(text)
            rendering.render(text, *Image.objects.named_in(text))
