from typing import Any, ClassVar

from django.db import models

from practice.content.addresses import Kind
from practice.content.models import Entry, EntryQuerySet


class PostManager(models.Manager.from_queryset(EntryQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> EntryQuerySet:
        return super().get_queryset().filter(kind=Kind.POST)


class Post(Entry):
    """An entry of the journal."""

    objects: ClassVar[PostManager] = PostManager()

    class Meta:
        proxy = True
        ordering = ["-publish_at", "-pk"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:  # made by hand, not read from a row
            kwargs.setdefault("kind", Kind.POST)
        super().__init__(*args, **kwargs)
