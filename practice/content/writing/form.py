"""The form of a text."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify

from practice.content.images.admin import refuse_unknown_images
from practice.content.models import Emotion, Entry, Revision
from practice.content.tidying import tidy
from practice.content.writing import revisions
from practice.content.writing.copies import Typed, key_in, mark_of
from practice.content.writing.moments import (
    MomentField,
    as_typed,
    comes_twice,
    shown,
    which_was_taken,
    zone_said,
)

LONGEST = 500_000  # characters, more than a novel; they take three to six seconds to render
DRAFT, NOW, AT = Entry.Status.DRAFT, "now", Entry.Status.PUBLIC
_STATES = [(DRAFT, "Draft"), (NOW, "Now"), (AT, "On a day")]
_TOO_LONG = (
    f"This text is longer than a page can be ({LONGEST:,} characters). Your words are kept here. "
    "Cut some out into a second text, then save."
)


class Swatches(forms.CheckboxSelectMultiple):
    """Emotions to tick, each with a dab of its color."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["colour"] = getattr(getattr(value, "instance", None), "colour", "")
        return option


class _Unseen(forms.HiddenInput):
    """Not filled in by a browser that remembers another page."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "off"})


class EntryForm(forms.ModelForm):
    """What a person fills in, and what the page itself remembers: `copy` is its key, `base`
    the saved revision it began from, `continues` the unsaved copy it went on from, `read` its mark.
    """

    status = forms.ChoiceField(
        choices=_STATES,
        initial=DRAFT,
        widget=forms.RadioSelect,
        required=False,
        label="When it appears",
    )
    publish_at = MomentField(required=False, label="Day and time")
    emotions = forms.ModelMultipleChoiceField(
        queryset=Emotion.objects.all(),
        required=False,
        widget=Swatches,
        help_text="They choose the colors of its cover.",
    )
    copy = forms.UUIDField(required=False, widget=_Unseen)
    continues = forms.UUIDField(required=False, widget=_Unseen)
    read = forms.CharField(required=False, widget=_Unseen)
    base = forms.IntegerField(required=False, widget=_Unseen)

    class Meta:
        labels = {"body": "Words", "description": "Summary", "slug": "Address"}
        help_texts = {
            "body": "",
            "description": "One or two sentences, shown under the title, in lists and in searches.",
            "slug": "The last part of its address. Made from the title when left empty.",
        }
        widgets = {
            "title": forms.TextInput(attrs={"class": "title"}),
            "slug": forms.TextInput,
            "body": forms.Textarea(attrs={"rows": 24, "class": "words"}),
            "description": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        sent = data if data is None else _with_marks_that_are_numbers(data)
        super().__init__(sent, *args, **{"label_suffix": "", **kwargs})
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if box := getattr(self.fields["tags"].widget, "widget", None):
            box.is_required = (
                True  # without the sign that takes all tags away, which is no item of its list
            )
        self.fields["publish_at"].help_text = zone_said()
        self.initial.setdefault("copy", uuid4())
        self.overtaken: Revision | None = None
        self.to_say: list[str] = []  # once it is saved
        if not self.instance.pk or self._is_a_draft_without_a_day():
            self.initial["publish_at"] = None

    def _is_a_draft_without_a_day(self) -> bool:
        # A draft gets the moment it was first saved, which nobody chose.
        entry = self.instance
        unchosen = abs((entry.publish_at - entry.created).total_seconds()) < 60
        return entry.status == DRAFT and unchosen

    def is_multipart(self) -> bool:
        """Always: a long text in a script of its own would be three times as long percent-encoded."""
        return True

    def resume(self, copy: Revision, typed: Typed) -> None:
        """Show what an unsaved copy holds, as it was typed, and complain of nothing yet."""
        data = QueryDict(mutable=True)
        for name, values in typed.items():
            data.setlist(name, values)
        data.update({"copy": str(copy.key), "base": str(copy.base_id or "")})
        data = _with_marks_that_are_numbers(data)
        self.data, self.is_bound, self._errors = data, True, ErrorDict()
        self.turn_over(copy)

    def turn_over(self, copy: Revision | None) -> None:
        """A page of its own now, which goes on from `copy`."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["copy"], data["continues"] = str(uuid4()), str(copy.key) if copy else ""
        data["read"] = mark_of(copy) if copy else ""
        self.data = data

    def clean_body(self) -> str:
        body = tidy(self.cleaned_data["body"])  # as it is saved, so that it is rendered once
        if len(body) > LONGEST:
            raise ValidationError(_TOO_LONG)
        refuse_unknown_images(body)
        return body

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("slug") and "slug" not in self.errors:
            data["slug"] = self._made_slug(data)
        data["status"], data["publish_at"] = self._when(data)
        if self.instance.pk:
            self._refuse_to_overwrite(data)
        return data

    def _made_slug(self, data: dict[str, Any]) -> str:
        made = slugify(data.get("title", ""), allow_unicode=True)[:110] or "untitled"
        kind = data.get("kind") or self.instance.kind
        return Entry.objects.exclude(pk=self.instance.pk).free_slug(kind, made)

    def _when(self, data: dict[str, Any]) -> tuple[str, Any]:
        """Draft or public, and since when: as the choice says, or the button that was pressed."""
        stored = self.instance.publish_at
        status, given = data.get("status") or self.instance.status, data.get("publish_at")
        if given and as_typed(given) == shown(stored):
            given = stored  # only the minute was shown, and not which of two it was
        elif given and comes_twice(given):
            self.to_say.append(which_was_taken(given))
        if "_draft" in self.data:
            status = DRAFT
        elif "_publish" in self.data and status == DRAFT:
            # A day to come that was filled in is meant.
            status = AT if given and given > timezone.now() else NOW
        if status == NOW:
            return AT, timezone.now()
        was_public = self.instance.pk and self.instance.status == AT
        return status, given or (timezone.now() if status == AT and not was_public else stored)

    def _refuse_to_overwrite(self, data: dict[str, Any]) -> None:
        seen = {data.get("base"), _number(self.data.get("_over"))} - {None}
        if own := key_in(self.data.get("copy", "")):
            seen |= set(
                self.instance.revisions.saved().filter(key=own).values_list("pk", flat=True)
            )
        try:
            revisions.refuse_if_overtaken(self.instance, seen)  # type: ignore[arg-type]
        except revisions.Overtaken as overtaken:
            self.overtaken = overtaken.latest
            raise ValidationError("Somebody else saved this text meanwhile.", "overtaken") from None


def _with_marks_that_are_numbers(sent: QueryDict) -> QueryDict:
    # The box of tags asks the database for what was sent before anybody looked at it.
    data = sent.copy()
    for name in revisions.MARKS:
        data.setlist(name, [each for each in data.getlist(name) if _number(each)])
    return data


def _number(text: Any) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 19 else None
