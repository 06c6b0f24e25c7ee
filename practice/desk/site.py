from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import SimpleLazyObject

from practice.desk import first
from practice.desk.places import frame, settings_of
from practice.desk.registry import cards_for, panels_for, warnings
from practice.desk.style import style_page


class DeskSite(admin.AdminSite):
    """The admin of the practice."""

    site_header = "Your desk"
    enable_nav_sidebar = False  # the frame has a column of its own
    site_title = "Desk"
    index_title = "What needs you"
    empty_value_display = "—"

    def get_urls(self) -> list[Any]:
        style = path("style/", self.admin_view(style_page), name="style")
        settings = path("settings/", self.admin_view(self.settings_view), name="settings")
        return [style, settings, *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        own = {
            "title": first.greeting(request),
            "write_url": first.write_url(request),
            "scheduled": first.scheduled(request),
            "cards": cards_for(request),
            "panels": panels_for(request),
            "desk_warnings": [],  # they stand among the cards
        }
        return super().index(request, {**own, **(extra_context or {})})

    def settings_view(self, request: HttpRequest) -> TemplateResponse:
        """Everything that is seldom needed, on one plain page."""
        context = self.each_context(request)
        ways = settings_of(context["available_apps"])
        return TemplateResponse(
            request, "admin/settings.html", {**context, "title": "Settings", "ways": ways}
        )

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Every page of the desk says what is wrong, not only the first one (PROMISES O3)."""
        context = super().each_context(request)
        # Asked when the template comes to them: the first page has them among its cards.
        own: dict[str, Any] = {
            "desk_warnings": warnings if context["has_permission"] else [],
            "frame": None,
        }
        if context["has_permission"]:
            around = partial(frame, request, context["available_apps"])
            own |= {"frame": SimpleLazyObject(around), "who": partial(first.name_of, request)}
        return {**context, **own}
