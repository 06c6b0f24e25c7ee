from typing import ClassVar

from django.db import models

from practice.content.addresses import Kind
from practice.content.models import Entry, EntryQuerySet

PAGE_KINDS = [Kind.PAGE, Kind.SERVICE, Kind.GUIDE]


class PageManager(models.Manager.from_queryset(EntryQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> EntryQuerySet:
        return super().get_queryset().filter(kind__in=PAGE_KINDS)


class Page(Entry):
    """A service, a guide or a plain page, with its order and its place in the menu."""

    objects: ClassVar[PageManager] = PageManager()

    class Meta:
        proxy = True
        ordering = ["kind", "order", "title"]
