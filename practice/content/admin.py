"""How content is edited."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from practice.content import covers
from practice.content.models import Emotion, Entry, Redirect, Tag
from practice.content.writing.admin import WritingAdmin


class EntryAdmin(WritingAdmin):
    """What posts and pages share in the admin."""

    text_fields: tuple[str, ...] = ("title", "slug", "description", "body")
    fieldsets: ClassVar[Any] = (
        (None, {"fields": text_fields}),
        ("What it is about", {"fields": ("emotions", "tags")}),
        ("When it appears", {"fields": ("status", "publish_at", "sensitive")}),
    )
    list_display: Any = ("title", "state", "publish_at")
    list_filter: ClassVar[Any] = ("status", "emotions", "tags")
    search_fields = ("title", "description", "body")
    autocomplete_fields = ("tags",)
    prepopulated_fields = {"slug": ("title",)}

    @admin.display(description="state", ordering="status")
    def state(self, entry: Entry) -> str:
        if entry.status == Entry.Status.DRAFT:
            return "draft"
        return "public" if entry.is_public else "scheduled"

    def save_model(self, request: HttpRequest, obj: Entry, form: Any, change: bool) -> None:
        obj.updated = timezone.now()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        covers.draw_once_saved(form.instance)
        covers.draw_soon()

    def view_on_site(self, obj: Entry) -> str | None:
        return obj.get_absolute_url() if obj.is_public else None


class MarkAdmin(admin.ModelAdmin):
    """Tags and emotions."""

    list_display: Any = ("name", "used", "description")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        # Counting drops the model's own order.
        return super().get_queryset(request).annotate(uses=Count("entries")).order_by("name")

    @admin.display(description="used", ordering="uses")
    def used(self, mark: Any) -> int:
        return mark.uses


@admin.register(Tag)
class TagAdmin(MarkAdmin):
    pass


@admin.register(Emotion)
class EmotionAdmin(MarkAdmin):
    list_display = ("name", "colour", "used", "description")

    def save_model(self, request: HttpRequest, obj: Emotion, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "colour" in form.changed_data:
            covers.draw_soon()

    def delete_model(self, request: HttpRequest, obj: Emotion) -> None:
        super().delete_model(request, obj)
        covers.draw_soon()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Emotion]) -> None:
        super().delete_queryset(request, queryset)
        covers.draw_soon()


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    list_display = ("path", "entry")
    search_fields = ("path", "entry__title")
