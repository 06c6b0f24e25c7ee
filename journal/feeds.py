from typing import Any

from django.shortcuts import get_object_or_404

from journal.models import Post
from practice.content.feeds import EntryFeed
from practice.content.models import EntryQuerySet, Tag


class JournalFeed(EntryFeed):
    """The newest posts, whole."""

    def entries(self, about: Any) -> EntryQuerySet:
        return Post.objects.published()


class TagFeed(EntryFeed):
    """The newest posts with a tag."""

    def about(self, **kwargs: Any) -> Tag:
        return get_object_or_404(Tag, slug=kwargs["slug"])

    def entries(self, about: Tag) -> EntryQuerySet:
        return Post.objects.published().filter(tags=about)
