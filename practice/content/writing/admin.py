"""The writing page in the admin: what hangs on its address, and what it shows."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from practice import keeping
from practice.content.models import Entry, Revision
from practice.content.writing import answers, copies, preview, revisions, shelf
from practice.content.writing.form import EntryForm
from practice.times import said

HERE = "admin/content/writing"
_SHOWN = {"title": "Title", "description": "Summary", "body": "Words"}
# Laid out by the template itself; sets of other fields follow below.
_LAID_OUT = {
    *("title", "slug", "description", "body", "emotions", "tags"),
    *("status", "publish_at", "sensitive"),
}

Beside = Callable[[HttpRequest, Entry | None], SafeString | None]


class WritingAdmin(admin.ModelAdmin):
    """A change form for texts. `beside` holds what stands next to the publish settings: each is asked
    with the request and the entry, None for a new one, and answers with HTML or None.
    """

    form = EntryForm
    change_form_template = f"{HERE}/change_form.html"
    change_list_template = f"{HERE}/change_list.html"
    beside: tuple[Beside, ...] = ()

    @property
    def desk(self) -> str:
        """What Django calls its pages, such as journal_post."""
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def preview_page(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        """The public page of an entry, whether or not it is public yet."""
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        signed_in, name = self.admin_site.admin_view, self.desk
        shelves = shelf.Shelf(self)
        return [
            path("add/", self.safe_add_view, name=f"{name}_add"),
            path("<path:object_id>/change/", self.safe_change_view, name=f"{name}_change"),
            path("keep/", self.keep_view, name=f"{name}_keep"),
            path("preview/", signed_in(self.preview_view), name=f"{name}_preview"),
            path("links/", signed_in(self.links_view), name=f"{name}_links"),
            path("unfinished/", signed_in(shelves.unfinished), name=f"{name}_unfinished"),
            path("unfinished/<uuid:key>/", signed_in(shelves.copy), name=f"{name}_copy"),
            path(
                "<int:pk>/history/<int:number>/",
                signed_in(shelves.revision),
                name=f"{name}_revision",
            ),
            *super().get_urls(),
        ]

    @keeping.keeps(_SHOWN)
    def safe_add_view(self, request: HttpRequest) -> HttpResponse:
        if keeping.must_wait(request):
            return keeping.words_again(request)
        return self.admin_site.admin_view(self.add_view)(request)

    @keeping.keeps(_SHOWN)
    def safe_change_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if keeping.must_wait(request):
            return keeping.words_again(request)
        return self.admin_site.admin_view(self.change_view)(request, object_id)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        # Before the transaction begins: on SQLite it keeps everyone else from writing.
        if request.method != "POST":
            return super().changeform_view(request, object_id, *args, **kwargs)
        preview.render_ahead(request.POST.get("body", ""))
        with transaction.atomic():
            before = self._sent_before(request) if object_id is None else None
            return before or super().changeform_view(request, object_id, *args, **kwargs)

    def _sent_before(self, request: HttpRequest) -> HttpResponse | None:
        """The answer to a new text that was stored, and is sent again because its answer was lost: its
        own page, and there what was typed since. None for one that is sent for the first time.
        """
        if (sent := copies.sent_in(request.POST)) is None:
            return None
        answers.must(self.has_add_permission(request))
        by = request.user.get_username()
        with suppress(copies.NotYours):
            # Of two that come at once, one waits here until the other is stored.
            copies.keep(sent, by=by, desk=self.desk, entry=None, newest=True)
            if entry := copies.entry_of(sent):
                copy = copies.keep(sent, by=by, desk=self.desk, entry=entry, newest=True)
                return self._on_with(request, copy) if copy else self._stay(request, entry)
        return None

    def _on_with(self, request: HttpRequest, copy: Revision) -> HttpResponse:
        messages.warning(
            request, "This text was saved before. What you changed since is here, not saved yet."
        )
        return redirect(copies.offered(copy).url)

    def keep_view(self, request: HttpRequest) -> HttpResponse:
        return answers.keep(self, request)

    def links_view(self, request: HttpRequest) -> HttpResponse:
        return answers.links(self, request)

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """POST what the form holds: the page it would make, nothing of it stored."""
        self.must_write(request)
        if request.method != "POST":
            return redirect(f"admin:{self.desk}_changelist")
        pk = request.POST.get("entry", "")
        stored = self.get_object(request, pk) if pk else None
        try:
            entry = preview.unsaved(request.POST, stored or self.model())
        except ValidationError as problem:
            context = {**self.admin_site.each_context(request), "title": "Preview"}
            context["why"] = " ".join(problem.messages)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return render(request, f"{HERE}/no_preview.html", context, status=status)
        return self.preview_page(request, entry)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        unsaved = copies.unfinished(request.user, desk=self.desk)
        own = {
            "title": str(self.opts.verbose_name_plural).capitalize(),
            "unsaved_count": len(unsaved),
            "unsaved_url": reverse(f"admin:{self.desk}_unfinished"),
        }
        return super().changelist_view(request, {**own, **(extra_context or {})})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Every version that was saved."""
        return shelf.Shelf(self).history(request, object_id)

    def must_write(self, request: HttpRequest, entry: Entry | None = None) -> None:
        """Raise PermissionDenied unless this person may change texts, or add one."""
        answers.must(self.has_change_permission(request, entry) or self.has_add_permission(request))

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        entry: Entry | None = kwargs.get("obj")
        form = context["adminform"].form
        adding, may = entry is None, self.has_change_permission(request, entry)
        context["writable"] = isinstance(form, EntryForm) and (adding or may)
        if context["writable"]:
            if entry and form.is_bound:  # checking the form has changed it
                entry = context["original"] = self.model._default_manager.get(pk=entry.pk)
            self._resume(request, form, entry)
            context.update(self._about(request, form, entry))
            context["more"] = [
                fieldset
                for fieldset in context["adminform"]
                if not _LAID_OUT & set(flatten(fieldset.fields))
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def _resume(self, request: HttpRequest, form: EntryForm, entry: Entry | None) -> None:
        """Give an untouched form its base, and the unsaved copy that is asked for."""
        if form.is_bound:
            self._keep_what_was_sent(request, form, entry)
            return
        if entry:
            form.initial["base"] = revisions.shown(entry)
        copy = copies.find(request.GET.get("copy", ""), by=request.user.get_username())
        if copy and copy.entry_id == (entry.pk if entry else None):
            form.resume(copy, copy.fields)

    def _keep_what_was_sent(
        self, request: HttpRequest, form: EntryForm, entry: Entry | None
    ) -> None:
        """A save that did not come about, for whatever reason, loses nothing: also without script."""
        if sent := copies.sent_in(request.POST):
            by = request.user.get_username()
            kept = None
            with suppress(copies.NotYours):
                kept = copies.keep(sent, by=by, desk=self.desk, entry=entry, newest=True)
            form.turn_over(kept)

    def _about(self, request: HttpRequest, form: EntryForm, entry: Entry | None) -> dict[str, Any]:
        offered = copies.unfinished(request.user, desk=self.desk, entry=entry)
        going_on = form["continues"].value()
        this = {str(going_on), str(form["copy"].value())}
        return {
            "state": said_of(entry),
            "public": bool(entry and entry.pk and entry.status == Entry.Status.PUBLIC),
            "resumed": bool(going_on) and not form.errors,
            "offers": [
                each
                for each in offered
                if str(each.key) not in this and (entry or not each.revision.entry_id)
            ],
            "overtaken": self._overtaken(form),
            "side": [html for ask in self.beside if (html := ask(request, entry))],
            "urls": {
                name: reverse(f"admin:{self.desk}_{name}") for name in ("keep", "preview", "links")
            },
            "zone": str(form["publish_at"].help_text),
        }

    def _overtaken(self, form: EntryForm) -> dict[str, Any] | None:
        if not (theirs := form.overtaken):
            return None
        return {
            "latest": theirs,
            "who": theirs.author or "Somebody",
            "when": said(theirs.saved_at),
            "parts": shelf.parts(theirs.fields, {name: form.data.get(name, "") for name in _SHOWN}),
        }

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        by = request.user.get_username()
        sent = copies.sent_in(request.POST)
        revisions.record(form.instance, by=by, desk=self.desk, key=sent.key if sent else None)
        if sent:
            copies.saved_from(sent, by=by)
        for sentence in getattr(form, "to_say", ()):
            messages.info(request, sentence)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._stay(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._stay(request, obj)

    def _stay(self, request: HttpRequest, entry: Entry) -> HttpResponse:
        """Saved, and one goes on writing."""
        words = f"Saved. {said_of(entry)}"
        if entry.is_public:
            see = entry.get_absolute_url()
            words = format_html('{} <a href="{}">See it</a>', words, see)
        messages.success(request, words)
        return redirect(f"admin:{self.desk}_change", entry.pk)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Django's answer, unless words were sent with it: they become a new text that is not saved."""
        sent = copies.sent_in(request.POST)
        if request.method != "POST" or sent is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
        by = request.user.get_username()
        copy = copies.keep(sent, by=by, desk=self.desk, entry=None, newest=True)
        messages.warning(
            request, "This text was deleted meanwhile. Your words are here, as a new text."
        )
        assert copy  # noqa: S101  nothing can be the same as a text that is gone
        return redirect(copies.offered(copy).url)


def said_of(entry: Entry | None) -> str:
    """Whether visitors see a text, and since when, in one sentence."""
    if entry is None or not entry.pk:
        return "Not saved yet."
    if entry.status == Entry.Status.DRAFT:
        return "It is a draft that only you can see."
    if not entry.is_public:
        return f"It appears by itself on {said(entry.publish_at)}."
    return f"It is public, dated {said(entry.publish_at)}."
