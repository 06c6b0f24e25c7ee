from typing import Any

from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest, HttpResponse

from pages import views
from pages.models import PAGE_KINDS, Page
from pages.ordering import Ordering
from practice.content.admin import EntryAdmin
from practice.content.models import Entry


@admin.register(Page)
class PageAdmin(Ordering, EntryAdmin):
    list_display = ("title", "kind", "state", "place", "order")
    list_filter = ("kind", "status", "place")
    ordering = ("kind", "order", "title")
    fieldsets = (
        *EntryAdmin.fieldsets,
        ("Where it stands", {"fields": ("kind", "place", "order")}),
    )

    def formfield_for_choice_field(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = [(kind.value, kind.label) for kind in PAGE_KINDS]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def preview_page(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        return views.page_of(request, entry)
