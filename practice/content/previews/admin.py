"""“Show it to a colleague”, on the page where a text is written."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from practice.content.models import Entry
from practice.content.previews import links
from practice.times import said


class PreviewLinks(admin.ModelAdmin):
    """A part of a ModelAdmin for entries: makes preview links and stops them."""

    def get_urls(self) -> list[Any]:
        wrap, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("<int:pk>/previews/", wrap(self.make_preview), name=f"{name}_preview_link"),
            path(
                "<int:pk>/previews/<int:link>/stop/",
                wrap(self.stop_preview),
                name=f"{name}_preview_link_stop",
            ),
            *super().get_urls(),
        ]

    def previews_of(self, entry: Entry) -> dict[str, Any]:
        """What the template shows of a text's links."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_preview_link"
        live = entry.preview_links.live().select_related("made_by")
        return {
            "make": reverse(name, args=[entry.pk]),
            "choices": [(days, f"{days} day{'' if days == 1 else 's'}") for days in links.DAYS],
            "links": [
                {
                    "row": link,
                    "until": said(link.expires_at),
                    "address": links.address_of(link),
                    "stop": reverse(f"{name}_stop", args=[entry.pk, link.pk]),
                }
                for link in live
            ],
        }

    @method_decorator(require_POST)
    def make_preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = self._mine(request, pk)
        days = request.POST.get("days", "")
        try:
            links.make(entry, days=int(days) if days.isdecimal() else 0, by=request.user)
        except ValueError as problem:
            messages.error(request, str(problem))
        else:
            self.log_change(request, entry, f"Made a preview link for {days} days.")
            # Without its address: messages lie in the database, which must not hold it.
            messages.success(
                request, "The link is made. It stands here, under “Show it to a colleague”."
            )
        return self._back(entry)

    @method_decorator(require_POST)
    def stop_preview(self, request: HttpRequest, pk: int, link: int) -> HttpResponse:
        entry = self._mine(request, pk)
        links.stop(get_object_or_404(entry.preview_links, pk=link))
        self.log_change(request, entry, "Stopped a preview link.")
        messages.success(request, "That link opens nothing any more.")
        return self._back(entry)

    def _mine(self, request: HttpRequest, pk: int) -> Entry:
        entry = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        return entry

    def _back(self, entry: Entry) -> HttpResponse:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(f"{reverse(name, args=[entry.pk])}#previews")
