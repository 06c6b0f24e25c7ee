"""Old addresses on the desk: where each leads now, and a new one by hand."""

from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from practice.content import linking
from practice.content.models import Entry, Redirect
from practice.lists import SteadyList


class RedirectForm(forms.ModelForm):
    """Takes an address as somebody copies it, and refuses one that could lead nobody anywhere."""

    class Meta:
        labels: ClassVar[Any] = {"path": "Old address", "entry": "Leads to"}
        help_texts: ClassVar[Any] = {"path": "Such as /blog/rain. You can paste it whole."}

    def clean_path(self) -> str:
        """The path alone, its letters as people read them, without a closing slash."""
        try:
            parts = urlsplit(self.cleaned_data["path"].strip())
        except ValueError:
            raise ValidationError("This is not an address. Begin with /.") from None
        if parts.query or parts.fragment:
            raise ValidationError("Leave out “?” or “#” and what follows. It is not looked at.")
        if parts.scheme not in {"", "http", "https"} or bool(parts.netloc) != bool(parts.scheme):
            raise ValidationError("Begin with one /, and leave out what stands before it.")
        path = unquote(parts.path).rstrip("/")
        if not path.startswith("/") or path.startswith("//") or not path.isprintable():
            raise ValidationError("Begin with one /, such as /blog/rain. The front page stays.")
        return path

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        path, entry = cleaned.get("path"), cleaned.get("entry")
        if path and entry:
            self._refuse_what_stands(path, entry)
        return cleaned

    def _refuse_what_stands(self, path: str, entry: Any) -> None:
        there = linking.texts_at([path]).get(path)
        if there and there.pk == entry.pk:
            self.add_error("path", "This is where the text is now. It would lead to itself.")
        elif there:
            self.add_error("path", f"“{there.title}” stands there, and goes before an old address.")
        elif linking.stands(f"{path}/") or linking.stands(path):
            self.add_error("path", "The site itself answers there, and goes before an old address.")


class WithWhatStands(ChangeList):
    """Each row knows which public text stands at its path today."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        there = linking.texts_at([row.path for row in rows])
        for row in rows:
            text = there.get(row.path)
            row.taken_by = text if text and text.is_public else None
        self.result_list = rows


@admin.register(Redirect)
class RedirectAdmin(SteadyList):
    form = RedirectForm
    list_display = ("path", "leads_to")
    list_select_related = ("entry",)
    search_fields = ("path", "entry__title")
    autocomplete_fields = ("entry",)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "entry" and field:
            field.widget = (
                field.widget.widget
            )  # without links to add or change: TextFinder has no pages
        return field

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WithWhatStands

    @admin.display(description="leads to", ordering="entry__title")
    def leads_to(self, row: Any) -> SafeString | str:
        """Where a visitor ends up who asks for it at this moment."""
        if text := getattr(row, "taken_by", None):
            return format_html("nowhere else: “{}” stands there now", text.title)
        if not row.entry.is_public:
            return format_html("nowhere yet: “{}” is not public", row.entry.title)
        return format_html("{} (“{}”)", row.entry.get_absolute_url(), row.entry.title)


@admin.register(Entry)
class TextFinder(admin.ModelAdmin):
    """What a field asks that looks a text up by its title; texts are edited as posts and as pages."""

    search_fields = ("title",)
    ordering = ("title",)

    def get_urls(self) -> list[Any]:
        return []

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("content.view_redirect")
