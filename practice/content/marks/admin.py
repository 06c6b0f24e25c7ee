"""How tags and emotions are kept on the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from practice.content import covers
from practice.content.linking import desk_address
from practice.content.marks.merging import merge
from practice.content.models import COLOURS, Emotion, Tag
from practice.content.templatetags.look import swatch
from practice.lists import SteadyList


class MarkAdmin(SteadyList):
    """Tags and emotions."""

    list_display: Any = ("name", "used", "description")
    search_fields = ("name", "old__name")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("used_in", "led_here")
    actions = ("merge_ticked",)
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}
    }
    delete_confirmation_template = "admin/content/delete.html"
    delete_selected_confirmation_template = "admin/content/delete_selected.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        # Counting drops the model's own order.
        uses = Count("entries", distinct=True)
        return super().get_queryset(request).annotate(uses=uses).order_by("name")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = super().get_fields(request, obj)
        return own if obj else [name for name in own if name not in self.readonly_fields]

    @admin.display(description="used", ordering="uses")
    def used(self, mark: Any) -> int:
        return mark.uses

    @admin.display(description="used in")
    def used_in(self, mark: Any) -> SafeString | str:
        texts = (
            (desk_address(entry), entry.title, "" if entry.is_public else " (not public)")
            for entry in mark.entries.order_by("title")
        )
        items = format_html_join("", '<li><a href="{}">{}</a>{}</li>', texts)
        return format_html('<ul class="uses">{}</ul>', items) if items else "no text yet"

    @admin.display(description="older addresses")
    def led_here(self, mark: Any) -> str:
        return ", ".join(mark.old.values_list("slug", flat=True)) or "none"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = type(obj).objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        if before and before.slug != obj.slug:
            old, new = before.get_absolute_url(), obj.get_absolute_url()
            words = (
                "Its address was {} and is now {}. The old one leads here, and so does its feed."
            )
            messages.info(request, format_html(words, old, new))

    @admin.action(description="Merge the ticked ones into one", permissions=["change"])
    def merge_ticked(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Asks which one stays; with that answered, merges."""
        if not self.has_delete_permission(request):
            raise PermissionDenied
        marks = list(queryset)
        if len(marks) < 2:
            messages.warning(request, "Tick two or more to merge them.")
            return None
        form = MergeForm(marks, request.POST if "stays" in request.POST else None)
        if form.is_valid():
            self._merge(request, marks, **form.cleaned_data)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge {len(marks)} {self.opts.verbose_name_plural}",
            "opts": self.opts,
            "marks": marks,
            "form": form,
        }
        return TemplateResponse(request, "admin/content/merge.html", context)

    def _merge(self, request: HttpRequest, marks: list[Any], stays: str, description: str) -> None:
        kept = next(mark for mark in marks if str(mark.pk) == stays)
        others = [mark for mark in marks if mark is not kept]
        names = ", ".join(f"“{mark}”" for mark in others)
        merge(kept, others, description=description)
        self.log_change(request, kept, f"Took over {names}.")
        address = kept.get_absolute_url()
        words = f"{names} went into “{kept}”. Their addresses and feeds lead to {address} now."
        messages.success(request, words)


class MergeForm(forms.Form):
    """Which of some tags, or emotions, stays, and what is said of it then."""

    stays = forms.ChoiceField(label="Which one stays?", widget=forms.RadioSelect)
    description = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Shown on top of its page. These are all their descriptions; keep what fits.",
    )

    def __init__(self, marks: Sequence[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = max(marks, key=lambda mark: mark.uses)
        field = self.fields["stays"]
        field.choices = [  # type: ignore[attr-defined]
            (str(mark.pk), f"{mark} ({mark.uses} text{'' if mark.uses == 1 else 's'})")
            for mark in marks
        ]
        field.initial = str(most.pk)
        said = (mark.description.strip() for mark in [most, *marks])
        self.fields["description"].initial = "\n".join(dict.fromkeys(filter(None, said)))


@admin.register(Tag)
class TagAdmin(MarkAdmin):
    pass


def _swatch(colour: str) -> SafeString:
    """A colour's name beside how it looks by day and by night, in the look that is on."""
    return format_html("{} {}", swatch(colour), colour)


class EmotionForm(forms.ModelForm):
    colour = forms.ChoiceField(
        label="Colour family",
        choices=lambda: [(name, _swatch(name)) for name in COLOURS],
        widget=forms.RadioSelect(attrs={"class": "colours"}),
        help_text="Which pigment paints it, by day and by night. Covers follow within a minute or so.",
    )

    class Media:
        js = (Script("desk/js/swatch.js", type="module"),)


@admin.register(Emotion)
class EmotionAdmin(MarkAdmin):
    form = EmotionForm
    list_display = ("name", "swatch", "used", "description")

    @admin.display(description="colour", ordering="colour")
    def swatch(self, emotion: Emotion) -> SafeString:
        return _swatch(emotion.colour)

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
