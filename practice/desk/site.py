from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path

from practice.desk.registry import cards_for, panels_for, warnings
from practice.desk.style import style_page


class DeskSite(admin.AdminSite):
    """The admin of the practice."""

    site_header = "Your desk"
    site_title = "Desk"
    index_title = "What needs you"
    empty_value_display = "—"

    def get_urls(self) -> list[Any]:
        style = path("style/", self.admin_view(style_page), name="style")
        return [style, *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        own = {
            "cards": cards_for(request),
            "panels": panels_for(request),
            "desk_warnings": [],  # they stand among the cards
        }
        return super().index(request, {**own, **(extra_context or {})})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Every page of the desk says what is wrong, not only the first one (PROMISES O3)."""
        context = super().each_context(request)
        # Asked when the template comes to them: the first page has them among its cards.
        return {**context, "desk_warnings": warnings if context["has_permission"] else []}
