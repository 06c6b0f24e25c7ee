"""Every component of the look in every state, for whoever changes it. Staff only."""

from types import SimpleNamespace
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from practice.content import looks
from practice.content.looks import Stone
from practice.content.models import COLOURS, Emotion
from practice.content.rendering import render as rendered

_LONG = (
    "A title that goes on for as long as a title may, because somebody had a lot to say that day"
)
_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
_MARKDOWN = """
A paragraph with *emphasis*, **weight**, a [link](/journal/), `code` and a note.[^1]

## A part

- **A practice.** A sentence about it.
- Another, with a list of its own:
    1. one
    2. two

> A line that stands alone,<br>
> and one that leans on it.
>
> A second verse.

### A smaller part

| What | Fee |
| --- | --: |
| First talk | Free |
| Session | $190 |

Term
:   What it means, in a sentence that is long enough to need a second line on a telephone.

Words before a line of code:

    a long line of code that does not fit on the screen of a telephone, whatever one does to it

!!! note "A word beside"
    Something worth knowing.

!!! warning "A word of care"
    Something to be careful with.

---

The end.

[^1]: What the note says.
""".replace("<br>", "  ")


class SampleForm(forms.Form):
    """One of each kind of field."""

    name = forms.CharField(label="A line of text", help_text="With a hint.")
    note = forms.CharField(label="Several lines", widget=forms.Textarea, required=False)
    way = forms.ChoiceField(
        label="One of a few",
        choices=[("a", "The first"), ("b", "The second, which has more to say")],
        widget=forms.RadioSelect,
    )
    place = forms.ChoiceField(label="One of many", choices=[("", "Choose"), ("CA", "California")])
    agree = forms.BooleanField(label="A box to tick")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = self.helper.disable_csrf = False
        self.helper.layout = Layout(Fieldset("A group", *self.fields))
        self.helper.add_input(Submit("", "Send"))


def style_page(request: HttpRequest) -> HttpResponse:
    """The reference for designers and tests; no text or picture of the practice's stands in it."""
    emotions = [Emotion(name=colour, slug=colour, colour=colour) for colour in COLOURS]
    context = {
        "emotions": emotions,
        "stones": [
            Stone(colour, "#stones", colour, number) for number, colour in enumerate(COLOURS, 1)
        ],
        "entries": [
            _entry("A title", emotions[:2]),
            _entry(_LONG, emotions[2:5]),
            _entry(_WORD, [], description="", art=""),
        ],
        "shared": {},
        "text": _text(),
        "contents": SimpleNamespace(contents=rendered(_MARKDOWN * 2).contents),
        "empty": SampleForm(auto_id="empty_%s"),
        "wrong": SampleForm({"name": "", "note": "Kept."}, auto_id="wrong_%s"),
        "pages": _pages(),
    }
    return render(request, "admin/style.html", context)


def _text() -> SafeString:
    return mark_safe(rendered(_MARKDOWN).html)  # noqa: S308  made safe by rendering


def _pages() -> list[Page]:
    paginator = Paginator(range(30), 10)
    return [paginator.page(number) for number in (1, 2, 3)]


def _entry(title: str, emotions: list[Emotion], **fields: Any) -> SimpleNamespace:
    """A text that is nowhere stored."""
    defaults = {
        "title": title,
        "pk": None,
        "marked": None,
        "description": "One or two sentences about it, as they stand in lists.",
        "get_absolute_url": "/journal/",
        "kind": "post",
        "publish_at": timezone.now(),
        "minutes": 3,
        "art": "sample",
        "cover_by_day": static(f"looks/{looks.current_name()}/img/room.svg"),
        "cover_by_night": static(f"looks/{looks.current_name()}/img/room-dark.svg"),
        "emotions": SimpleNamespace(all=emotions),
        "tags": SimpleNamespace(all=[]),
    }
    return SimpleNamespace(**{**defaults, **fields})
