from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from practice.desk.registry import cards_for


class DeskSite(admin.AdminSite):
    """The admin of the practice."""

    site_header = "Your desk"
    site_title = "Desk"
    index_title = "What needs you"
    empty_value_display = "—"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        return super().index(request, {"cards": cards_for(request), **(extra_context or {})})
