"""The list of backups on the desk, and the sheet with the key that opens them."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse

from practice.backups import recovery, sheet
from practice.backups.models import Backup
from practice.desk.signin import pages, roles
from practice.lists import ReadOnlyList


@admin.register(Backup)
class BackupAdmin(ReadOnlyList):
    """Newest first; made by the site and by commands."""

    list_display = ("at", "how_it_went", "how_large", "delete_by", "place")
    sortable_by = ()
    list_display_links = None
    change_list_template = "admin/backups/backup/change_list.html"

    def get_urls(self) -> list[Any]:
        # Cacheable to Django only: our own no-store says more.
        view = self.admin_site.admin_view(self.sheet_view, cacheable=True)
        return [path("sheet/", view, name="backups_sheet"), *super().get_urls()]

    def sheet_view(self, request: HttpRequest) -> HttpResponse:
        """The sheet, for whoever may do everything; a factor given long ago is asked for once more."""
        if not roles.is_practitioner(request.user):
            raise PermissionDenied
        if wait := pages.asked_again(request, reverse("admin:backups_sheet")):
            return wait
        by = request.user.get_username()
        if request.POST.get("put_away"):
            recovery.put_away(by=by)
            messages.success(request, "Good. Your recovery sheet is put away.")
            return redirect("admin:index")
        return self._sheet(request, by)

    def _sheet(self, request: HttpRequest, by: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Recovery sheet",
            "next": "",
            "sheet": None,
        }
        try:
            key = recovery.shown(by=by)
        except recovery.Missing as problem:
            context["elsewhere"] = str(problem)
        else:
            context |= {"sheet": sheet.facts(key), "picture": sheet.as_picture(key)}
            context["stored_at"] = recovery.in_force().stored_at
        return render(request, "admin/backups/sheet.html", context)

    @admin.display(description="how it went")
    def how_it_went(self, backup: Backup) -> str:
        return backup.problem or f"{backup.rows:,} rows"

    @admin.display(description="size")
    def how_large(self, backup: Backup) -> str:
        return filesizeformat(backup.size) if backup.size else "—"
