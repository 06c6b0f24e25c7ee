"""The inbox in the desk. What visitors wrote is shown and never changed."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from intake import actions
from intake.inbox import detail, erasing, export, lists, search, work
from intake.models import Inquiry, ReplyTemplate
from practice import keeping

HERE = "admin/intake/inquiry"
INBOX = "admin:intake_inquiry_changelist"


@admin.register(Inquiry)
class InquiryAdmin(admin.ModelAdmin):
    """Our own pages at the addresses of Django's, so that no query string can filter by what is sealed."""

    actions = None

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("search/", view(self.search_view), name="intake_inquiry_search"),
            path("export/", view(self.export_view), name="intake_inquiry_export"),
            path("erase/", view(self.erase_view), name="intake_inquiry_erase"),
            path("<path:object_id>/change/", self.work_view, name="intake_inquiry_change"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """No list is filtered by a field that a query string names."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One of the lists; showing it is one event."""
        self._must(self.has_view_or_change_permission(request))
        which = lists.named(request.GET.get("show"))
        pages = Paginator(lists.lean(lists.of(which)), lists.PER_PAGE)
        page = pages.get_page(request.GET.get("page"))
        return self._list_page(
            request, page.object_list, which=which, page=page, empty=lists.LISTS[which].empty
        )

    def search_view(self, request: HttpRequest) -> HttpResponse:
        """A POST, so that what is looked for stands in no address, log or history (PROMISES P1)."""
        self._must(self.has_view_or_change_permission(request))
        if request.method != "POST":
            return redirect(INBOX)
        looked_for = request.POST.get("words", "")[:200]
        found, count = search.find(looked_for)
        context = {"looked_for": looked_for, "found": count, "most": search.MOST}
        return self._list_page(request, found, which="", searched=True, empty="", **context)

    def _list_page(self, request: HttpRequest, inquiries: Any, **more: Any) -> HttpResponse:
        shown = list(inquiries)
        references = [inquiry.reference for inquiry in shown]
        actions.note_list(references=references, by=request.user.get_username())
        counts = lists.counts()
        offered = [
            {"name": name, "label": lists.LISTS[name].label, "count": counts.get(name)}
            for name in dict.fromkeys((*lists.ALWAYS, more["which"] or "all"))
        ]
        context = {
            "title": "Inbox",
            "rows": lists.rows(shown),
            "lists": offered,
            "counts": counts,
            "page": None,
            "searched": False,
            "looked_for": "",
            **more,
        }
        return self._page(request, "list", context)

    @keeping.keeps({"notes": "Your notes"}, "Save notes")
    def work_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The change page, unless the session ended while a note was typed: then the note comes back."""
        if keeping.must_wait(request):
            return keeping.words_again(request)
        return self.admin_site.admin_view(self.change_view)(request, object_id)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One inquiry: read it, answer it, say so, write a note."""
        inquiry = self._inquiry(request, object_id)
        if inquiry is None:
            return self._gone(request)
        if request.method == "POST":
            self._must(self.has_change_permission(request, inquiry))
            return self._work(request, inquiry)
        return self._detail(request, inquiry)

    def _work(self, request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
        by = request.user.get_username()
        try:
            done = work.do(inquiry=inquiry, said=request.POST.dict(), by=by)
            if "again" in request.POST:
                actions.send_again(inquiry=inquiry, by=by)
                messages.success(request, "The mail goes out again now.")
        except Inquiry.DoesNotExist:
            return self._gone(request)
        if done.said:
            messages.success(request, done.said)
        if done.wrong:
            messages.error(request, done.wrong)
            return self._detail(request, inquiry, done)
        return redirect("admin:intake_inquiry_change", inquiry.pk)

    def _detail(
        self, request: HttpRequest, inquiry: Inquiry, done: work.Done | None = None
    ) -> HttpResponse:
        try:
            may_answer = self.has_change_permission(request, inquiry)
            by = request.user.get_username()
            actions.note_view(inquiry=inquiry, by=by, answers=may_answer)
            inquiry = Inquiry.objects.get(pk=inquiry.pk)
        except Inquiry.DoesNotExist:
            return self._gone(request)
        context = {
            **detail.context(inquiry, request.practice),  # type: ignore[attr-defined]
            "may_change": self.has_change_permission(request, inquiry),
            "may_erase": self.has_delete_permission(request, inquiry),
            "unsaved": done.unsaved if done else None,
        }
        status = HTTPStatus.CONFLICT if done else HTTPStatus.OK
        return self._page(request, "detail", context, status)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Asks before it erases one."""
        self._must(self.has_delete_permission(request))
        inquiry = self._inquiry(request, object_id)
        if inquiry is None:
            return self._gone(request)
        return self._erase(request, Inquiry.objects.filter(pk=inquiry.pk), request.method == "POST")

    def erase_view(self, request: HttpRequest) -> HttpResponse:
        """Asks before it erases several."""
        self._must(self.has_delete_permission(request))
        self._must(self.has_view_or_change_permission(request))
        chosen = self._chosen(request)
        if not chosen:
            messages.warning(request, "Tick the requests to erase first.")
            return redirect(INBOX)
        return self._erase(request, chosen, "confirmed" in request.POST)

    def _erase(
        self, request: HttpRequest, chosen: QuerySet[Inquiry], confirmed: bool
    ) -> HttpResponse:
        by = request.user.get_username()
        if confirmed:
            for level, said in erasing.erase(chosen, by=by):
                messages.add_message(request, level, said)
            return redirect(INBOX)
        shown = list(lists.lean(lists.in_order(chosen)))
        actions.note_list(references=[inquiry.reference for inquiry in shown], by=by)
        return self._page(request, "erase", {"title": "Erase", "rows": lists.rows(shown)})

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Asks, then writes a file: the ticked ones, or a whole list when none is ticked."""
        allowed = self.has_view_permission(request) and self.has_change_permission(request)
        self._must(allowed)
        if request.method != "POST":
            return redirect(INBOX)
        show = request.POST.get("show", "")
        ticked = self._chosen(request)
        chosen = lists.of(show) if show in lists.LISTS and "ids" not in request.POST else ticked
        if not chosen.exists():
            messages.warning(request, "There is nothing to export. Tick the requests you want.")
            return redirect(INBOX)
        if "confirmed" not in request.POST:
            ids = [str(inquiry.pk) for inquiry in ticked.only("pk")]
            context = {"title": "Export", "count": chosen.count(), "ids": ids, "show": show}
            return self._page(request, "export", context)
        written = list(chosen.order_by("received_at", "pk"))
        references = [inquiry.reference for inquiry in written]
        actions.note_export(references=references, by=request.user.get_username())
        response = HttpResponse(export.as_csv(written), content_type="text/csv; charset=utf-8")
        name = f"requests-{timezone.localdate():%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Who did what stands on the inquiry's own page."""
        return redirect("admin:intake_inquiry_change", object_id)

    def _inquiry(self, request: HttpRequest, object_id: str) -> Inquiry | None:
        self._must(self.has_view_or_change_permission(request))
        return self.get_object(request, object_id)

    def _chosen(self, request: HttpRequest) -> QuerySet[Inquiry]:
        ids = [found for text in request.POST.getlist("ids") if (found := _uuid(text))]
        return Inquiry.objects.filter(pk__in=ids)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        messages.warning(
            request, "That request is not here. It may have been erased or taken back."
        )
        return redirect(INBOX)

    def _must(self, allowed: bool) -> None:
        if not allowed:
            raise PermissionDenied

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], status: int = HTTPStatus.OK
    ) -> HttpResponse:
        may = {
            "can_change": self.has_change_permission(request),
            "can_erase": self.has_delete_permission(request),
            "can_export": self.has_view_permission(request) and self.has_change_permission(request),
        }
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **may, **context}
        return render(request, f"{HERE}/{name}.html", whole, status=status)


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(admin.ModelAdmin):
    """The words answers begin with."""

    list_display = ("name", "subject", "state", "order")

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "state":  # whoever is written to has been answered
            kwargs["choices"] = [(state.value, state.label) for state in Inquiry.ANSWERED]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return False


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
