"""What stands beside a text's own fields on the desk: advice, preview links, who links here, its old address.

`EntryAdmin` takes `BesideTheText` first among its bases.
"""

from typing import Any

from django.contrib import messages
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from practice.content import linking
from practice.content.addresses import Kind, path_of
from practice.content.advice import Advice, advise
from practice.content.models import Entry, Image
from practice.content.previews.admin import PreviewLinks
from practice.content.writing.admin import WritingAdmin


class BesideTheText(PreviewLinks, WritingAdmin):
    """The writing page with all that stands around the words."""

    change_form_template = "admin/content/text.html"
    delete_confirmation_template = "admin/content/delete.html"
    delete_selected_confirmation_template = "admin/content/delete_selected.html"

    class Media:
        js = (Script("desk/js/beside.js", type="module"),)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.beside = (*self.beside, self.advice_panel)

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_advice"
        view = self.admin_site.admin_view(self.advice_view)
        return [path("advice/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        entry = context.get("original")
        form = context["adminform"].form
        if entry and "slug" in form.fields:
            form["slug"].help_text = format_html(
                "Now it is at {}. If you change this, the old address leads to the new one.",
                path_of(entry.kind, entry.slug),
            )
        own = {
            "linking": linking.linking_to([entry.get_absolute_url()], besides=entry)
            if entry
            else [],
            "previews": self.previews_of(entry) if entry else None,
        }
        return super().render_change_form(request, {**context, **own}, *args, **kwargs)

    def advice_panel(self, request: HttpRequest, entry: Entry | None) -> SafeString:
        """The advice on what was sent back, or else on what is stored."""
        kind = entry.kind if entry else Kind.POST
        stored = {name: getattr(entry, name, "") for name in _READ}
        written = {"kind": kind, **(request.POST.dict() or stored)}
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_advice")
        context = {"advice": _advice_on(request, written), "advice_address": address}
        return render_to_string("admin/content/advice.html", context)

    def advice_view(self, request: HttpRequest) -> HttpResponse:
        """The list of advice on what was posted, as a piece of HTML; nothing is stored."""
        if request.method != "POST" or not self.has_view_permission(request):
            return HttpResponse(status=405 if request.method != "POST" else 403)
        written = {"kind": Kind.POST, **{n: request.POST[n] for n in _READ if n in request.POST}}
        context = {"advice": _advice_on(request, written), "advice_address": request.path}
        return render(request, "admin/content/advice.html", context)

    def save_model(self, request: HttpRequest, obj: Entry, form: Any, change: bool) -> None:
        before = Entry.objects.filter(pk=obj.pk).first() if change else None
        super().save_model(request, obj, form, change)
        if before:
            _say_that_it_moved(request, before, obj)
        was_public = before is not None and before.status == Entry.Status.PUBLIC
        if obj.status == Entry.Status.PUBLIC and not was_public:
            _say_what_to_look_at(request, obj)


_READ = ("title", "description", "body", "kind")
_LONGEST = 100_000  # letters; looking takes longer with each, and others wait for the desk
_TOO_LONG = Advice(
    "This text is too long to be looked through here.",
    "Parts of a text are easier to read, too: perhaps it wants to be two or three.",
)


def _advice_on(request: HttpRequest, written: dict[str, Any]) -> list[Advice]:
    title, description, body, kind = (str(written.get(name) or "") for name in _READ)
    if not (title or body):
        return []  # an empty page needs no advice yet
    if len(body) > _LONGEST:
        return [_TOO_LONG]
    practice = request.practice  # type: ignore[attr-defined]
    return advise(
        *(title, description, body, kind if kind in Kind else Kind.PAGE),
        licence_shown=bool(practice.licence_title and practice.licence_number),
        resolve=linking.answers_of,
        alts={picture.name: picture.alt for picture in Image.objects.named_in(body)},
    )


def _say_that_it_moved(request: HttpRequest, before: Entry, entry: Entry) -> None:
    old, new = before.get_absolute_url(), entry.get_absolute_url()
    if old == new:
        return
    then = "leads here" if entry.is_public else "leads here as soon as this text is public"
    words = "Its address was {} and is now {}. The old one {}, so links that people have kept go on working."
    messages.info(request, format_html(words, old, new, then))


def _say_what_to_look_at(request: HttpRequest, entry: Entry) -> None:
    written = {name: getattr(entry, name) for name in _READ}
    if advice := _advice_on(request, written):
        items = format_html_join("", "<li>{}</li>", ((each.text,) for each in advice))
        words = "It is saved as you asked. When you have a moment, look at this: <ul>{}</ul>"
        messages.warning(request, format_html(words, items))
