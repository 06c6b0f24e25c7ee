"""Atom feeds with the full text.

What is shown by which id, and what counts as an update, is said at `Entry.lasting_id` and `Entry.changed`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed

from practice.content.images.figures import plain_images
from practice.content.models import Emotion, Entry, EntryQuerySet
from practice.content.seo import absolute

# As nh3 writes a tag: text that only looks like one has its brackets escaped.
_TAG = re.compile(r'<[a-z][a-z0-9]*(?: [a-z]+="[^"]*")+>')
_LINK = re.compile(r' (href|src)="([^"]*)"')
LENGTH = 30  # entries; a reader that comes once a month still misses none
# When a feed with nothing in it last changed: some time, and always the same one.
_NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)


class FullTextAtom(Atom1Feed):
    """Atom with the summary as text and the whole body as HTML."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"])
        handler.addQuickElement("content", item["content"], {"type": "html"})

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else _NOTHING_YET


def readable_anywhere(html: str, address: str) -> str:
    """The stored HTML of a text at `address` for whoever shows it elsewhere: plain pictures, whole links."""

    def whole(link: re.Match[str]) -> str:
        try:
            found = urljoin(address, unescape(link[2]))
        except ValueError:  # half an IPv6 address: it leads nowhere here, too
            return link[0]
        return f' {link[1]}="{escape(found)}"'

    return _TAG.sub(lambda tag: _LINK.sub(whole, tag[0]), plain_images(html))


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
        return obj.practice.practitioner or obj.practice.name

    def link(self, obj: Subject) -> str:
        return absolute(obj.path.removesuffix("feed/"))

    def feed_url(self, obj: Subject) -> str:
        return absolute(obj.path)

    def feed_guid(self, obj: Subject) -> str:
        """Not the address either: a subject that is renamed is followed on."""
        kept = f"{type(obj.about).__name__} {obj.about.pk}" if obj.about else "journal"
        return uuid5(NAMESPACE_URL, f"{absolute('/')} {kept}").urn

    def items(self, obj: Subject) -> QuerySet[Entry]:
        return self.entries(obj.about).with_marks()[:LENGTH]

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> None:  # type: ignore[override]
        """None: Django would write the words as if they were HTML."""

    def item_guid(self, item: Entry) -> str:
        return item.lasting_id.urn

    def item_link(self, item: Entry) -> str:
        return absolute(item.get_absolute_url())

    def item_pubdate(self, item: Entry) -> datetime:
        return item.publish_at

    def item_updateddate(self, item: Entry) -> datetime:
        return item.changed

    def item_categories(self, item: Entry) -> list[str]:
        # A tag and an emotion may have one name.
        return list(dict.fromkeys(mark.name for mark in (*item.tags.all(), *item.emotions.all())))

    def item_extra_kwargs(self, item: Entry) -> dict[str, str]:
        content = readable_anywhere(item.html, self.item_link(item))
        return {"summary": item.description, "content": content}


class EmotionFeed(EntryFeed):
    """Posts and guides about one emotion."""

    def about(self, **kwargs: Any) -> Emotion:
        return get_object_or_404(Emotion, slug=kwargs["slug"])

    def entries(self, about: Emotion) -> EntryQuerySet:
        return Entry.objects.published().under_emotions().filter(emotions=about)
