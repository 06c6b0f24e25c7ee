"""Atom feeds with the full text."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed

from practice.content.images.figures import plain_images
from practice.content.models import Emotion, Entry, EntryQuerySet
from practice.content.seo import absolute

_OWN_LINK = re.compile(r'(href|src)="/(?!/)')
LENGTH = 30  # entries; a reader that comes once a month still misses none


class FullTextAtom(Atom1Feed):
    """Atom with the summary as text and the whole body as HTML."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@dataclass(frozen=True)
class Subject:
    """What one answer of a feed is about. A feed object serves all requests, so it keeps nothing."""

    about: Any
    practice: Any
    path: str


class EntryFeed(Feed):
    """What every feed of entries shares; a subclass says which entries, and of what."""

    feed_type = FullTextAtom

    def about(self, **kwargs: Any) -> Any:
        """The tag or emotion the address names; None for a feed of everything."""
        return None

    def entries(self, about: Any) -> EntryQuerySet:
        raise NotImplementedError

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Subject:
        practice = request.practice  # type: ignore[attr-defined]
        return Subject(self.about(**kwargs), practice, request.path_info)

    def title(self, obj: Subject) -> str:
        return f"{obj.about} — {obj.practice.name}" if obj.about else obj.practice.name

    def author_name(self, obj: Subject) -> str:
        return obj.practice.practitioner

    def link(self, obj: Subject) -> str:
        return absolute(obj.path.removesuffix("feed/"))

    def feed_url(self, obj: Subject) -> str:
        return absolute(obj.path)

    def feed_guid(self, obj: Subject) -> str:
        return absolute(obj.path)

    def items(self, obj: Subject) -> QuerySet[Entry]:
        return self.entries(obj.about).with_marks()[:LENGTH]

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str:
        return item.description

    def item_link(self, item: Entry) -> str:
        return absolute(item.get_absolute_url())

    def item_pubdate(self, item: Entry) -> datetime:
        return item.publish_at

    def item_updateddate(self, item: Entry) -> datetime:
        return max(item.updated, item.publish_at)

    def item_categories(self, item: Entry) -> list[str]:
        return [mark.name for mark in (*item.tags.all(), *item.emotions.all())]

    def item_extra_kwargs(self, item: Entry) -> dict[str, str]:
        # Links inside the text lead home from whatever page a reader shows it on.
        return {"content": _OWN_LINK.sub(rf'\1="{absolute("/")}', plain_images(item.html))}


class EmotionFeed(EntryFeed):
    """Posts and guides about one emotion."""

    def about(self, **kwargs: Any) -> Emotion:
        return get_object_or_404(Emotion, slug=kwargs["slug"])

    def entries(self, about: Emotion) -> EntryQuerySet:
        return Entry.objects.published().under_emotions().filter(emotions=about)
