"""How content is edited."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from practice.content import covers
from practice.content.beside import BesideTheText
from practice.content.marks.admin import EmotionAdmin, TagAdmin  # noqa: F401  registers them
from practice.content.models import Entry
from practice.content.old_addresses_admin import RedirectAdmin  # noqa: F401  registers it
from practice.lists import SteadyList
from practice.times import near


class EntryAdmin(BesideTheText, SteadyList):
    """What posts and pages share in the admin."""

    text_fields: tuple[str, ...] = ("title", "slug", "description", "body")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": text_fields}),
        ("What it is about", {"fields": ("emotions", "tags")}),
        ("When it appears", {"fields": ("status", "publish_at", "sensitive")}),
    )
    list_display: Any = ("title", "appears")
    list_filter: ClassVar[Any] = ("status", "emotions", "tags")
    search_fields = ("title", "description", "body")
    autocomplete_fields = ("tags",)
    prepopulated_fields = {"slug": ("title",)}
    view_on_site = False  # the writing page has a link of its own, and only to what is public

    @admin.display(description="state", ordering="status")
    def state(self, entry: Entry) -> str:
        if entry.status == Entry.Status.DRAFT:
            return "draft"
        return "public" if entry.is_public else "scheduled"

    @admin.display(description="appears", ordering="publish_at")
    def appears(self, entry: Entry) -> str:
        """When visitors see a text, or that they do not."""
        if entry.status == Entry.Status.DRAFT:
            return "draft"
        return near(entry.publish_at) if entry.is_public else f"{near(entry.publish_at)}, by itself"

    def save_model(self, request: HttpRequest, obj: Entry, form: Any, change: bool) -> None:
        before = Entry.objects.filter(pk=obj.pk).first()
        # Feeds show a text as new when this moves: only other words are worth a reader's while.
        if before is None or not before.is_public or before.said != obj.said:
            obj.updated = timezone.now()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        covers.draw_once_saved(form.instance)
        covers.draw_soon()
