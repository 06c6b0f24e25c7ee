"""What is on the shelf: earlier versions of a text, and what was typed and not saved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from practice.content.models import Entry, Revision
from practice.content.writing import copies, revisions
from practice.content.writing.answers import must
from practice.content.writing.differences import side_by_side
from practice.times import said

HERE = "admin/content/writing"
PER_PAGE = 30
_NAMES = {"title": "Title", "description": "Summary", "body": "Words"}


class Shelf:
    """Pages beside the change form of `desk`, a WritingAdmin."""

    def __init__(self, desk: Any) -> None:
        self.desk = desk

    def history(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Every saved version of a text: who, when, what changed."""
        entry = self.desk.get_object(request, object_id)
        if entry is None:
            raise Http404("There is no such text.")
        must(self.desk.has_view_or_change_permission(request, entry))
        latest = revisions.current(entry)
        page = Paginator(entry.revisions.saved(), PER_PAGE).get_page(request.GET.get("page"))
        rows = [self._row(one, latest) for one in page]
        mine = copies.unfinished(request.user, entry=entry)
        title = f"Earlier versions of “{entry}”"
        context = {"title": title, "entry": entry, "rows": rows, "page": page, "mine": mine}
        return self._page(request, "history", context)

    def _row(self, revision: Revision, latest: Revision) -> dict[str, Any]:
        before = _before(revision)
        return {
            "revision": revision,
            "who": revision.author,
            "when": said(revision.saved_at),
            "what": revisions.what_changed(before.fields if before else None, revision.fields),
            "now": revision.pk == latest.pk,
        }

    def revision(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One version beside the text as it is now, or beside the one before; POST brings it back."""
        revision = get_object_or_404(Revision.objects.saved(), pk=number, entry_id=pk)
        entry = self.desk.get_object(request, str(pk))
        if entry is None:
            raise Http404("There is no such text.")
        must(self.desk.has_view_or_change_permission(request, entry))
        if request.method == "POST":
            must(self.desk.has_change_permission(request, entry))
            return self._restore(request, entry, revision)
        latest, before = revisions.current(entry), _before(revision)
        backwards = revision.pk == latest.pk or request.GET.get("beside") == "before"
        old, new = (before, revision) if backwards else (revision, latest)
        context = {
            "title": f"“{entry}”, {said(revision.saved_at)}",
            "entry": entry,
            "revision": revision,
            "latest": latest,
            "backwards": backwards,
            "may_restore": self.desk.has_change_permission(request, entry),
            "parts": parts(old.fields if old else {}, new.fields),
            "others": _others(old.fields if old else {}, new.fields),
            "left": said(old.saved_at) if old else "",
            "right": "Now" if new.pk == latest.pk else said(new.saved_at),
        }
        return self._page(request, "revision", context)

    def _restore(self, request: HttpRequest, entry: Entry, revision: Revision) -> HttpResponse:
        began = request.POST.get("base", "")
        by = request.user.get_username()
        try:
            revisions.restore(revision, by=by, began_from=int(began) if began.isdigit() else 0)
        except revisions.Overtaken as overtaken:
            who = overtaken.latest.author or "Somebody"
            words = f"{who} saved this text meanwhile. Look at what differs now, then decide."
            messages.error(request, f"Nothing was brought back. {words}")
            return redirect(request.path)
        except ValidationError as problem:
            messages.error(request, f"Nothing was brought back. {' '.join(problem.messages)}")
            return redirect(request.path)
        messages.success(request, f"The words of {said(revision.saved_at)} are back.")
        return redirect(f"admin:{self.desk.desk}_change", entry.pk)

    def unfinished(self, request: HttpRequest) -> HttpResponse:
        """Everything this person typed here and never saved."""
        self.desk.must_write(request)
        by = request.user.get_username()
        aside = Revision.objects.filter(
            author=by, desk=self.desk.desk, origin=Revision.Origin.ASIDE
        )
        context = {
            "title": "Not saved yet",
            "mine": copies.unfinished(request.user, desk=self.desk.desk),
            "aside": [copies.offered(row) for row in aside.select_related("entry")],
        }
        return self._page(request, "unfinished", context)

    def copy(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """An unsaved copy beside what is saved; POST sets it aside."""
        self.desk.must_write(request)
        copy = copies.find(str(key), by=request.user.get_username())
        if copy is None:
            messages.warning(request, "That copy is no longer here: it was saved, or is too old.")
            return redirect(f"admin:{self.desk.desk}_unfinished")
        if request.method == "POST":
            copies.set_aside(copy)
            messages.success(request, "Set aside. It stays under “Not saved yet” for thirty days.")
            if copy.entry_id:
                return redirect(f"admin:{self.desk.desk}_change", copy.entry_id)
            return redirect(f"admin:{self.desk.desk}_add")
        saved = revisions.fields_of(copy.entry) if copy.entry else {}
        typed = {name: (copy.fields.get(name) or [""])[-1] for name in _NAMES}
        shown = copies.offered(copy)
        context = {
            "title": f"“{shown.title}”, as you typed it",
            "copy": shown,
            "when": said(copy.saved_at),
            "parts": parts(saved, typed),
            "entry": copy.entry,
        }
        return self._page(request, "copy", context)

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        own = {"opts": self.desk.opts, "desk": self.desk.desk}
        whole = {**self.desk.admin_site.each_context(request), **own, **context}
        return render(request, f"{HERE}/{name}.html", whole)


def parts(old: Any, new: Any) -> list[dict[str, Any]]:
    """Title, summary and words, each with the rows in which they differ; what is the same is left out."""
    compared = [
        {"name": name, "rows": side_by_side(str(old.get(field, "")), str(new.get(field, "")))}
        for field, name in _NAMES.items()
    ]
    return [part for part in compared if part["rows"]]


def _others(old: Any, new: Any) -> list[dict[str, str]]:
    """Emotions, tags and address, where they differ."""
    found = []
    for field in revisions.MARKS:
        if sorted(old.get(field, [])) != sorted(new.get(field, [])):
            before, after = (
                ", ".join(revisions.names_of(field, each.get(field, []))) or "none"
                for each in (old, new)
            )
            found.append({"name": field.capitalize(), "old": before, "new": after})
    if old and old.get("slug") != new.get("slug"):
        found.append({"name": "Address", "old": old["slug"], "new": new["slug"]})
    return found


def _before(revision: Revision) -> Revision | None:
    assert revision.entry_id  # noqa: S101  a saved one has an entry
    of_entry = Revision.objects.saved().filter(entry_id=revision.entry_id)
    return of_entry.filter(pk__lt=revision.pk).first()
