from functools import partial
from typing import Any, cast

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from practice.desk import first
from practice.desk.guide.chapters import ORDER, chapters, shown
from practice.desk.places import frame, settings_of
from practice.desk.registry import UNWELL, cards_for, panels_for, warnings
from practice.desk.style import style_page


class DeskSite(admin.AdminSite):
    """The admin of the practice."""

    site_header = "Your desk"
    enable_nav_sidebar = False  # the frame has a column of its own
    site_title = "Desk"
    index_title = "What needs you"
    empty_value_display = "—"
    logout_template = "admin/signin/signed_out.html"

    def get_urls(self) -> list[Any]:
        from practice.desk.signin.urls import addresses  # noqa: PLC0415  names models

        style = path("style/", self.admin_view(style_page), name="style")
        settings = path("settings/", self.admin_view(self.settings_view), name="settings")
        guide = path("guide/", self.admin_view(self.guide_view), name="guide")
        chapter = path(
            "guide/<slug:slug>/", self.admin_view(self.chapter_view), name="guide_chapter"
        )
        # Also for who has come half-way in.
        logout = path("logout/", self.logout, name="logout")
        own = [style, settings, guide, chapter, logout]
        return [*own, *addresses(self), *super().get_urls()]

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, once they have shown what is asked of them; before that every page leads to signing in."""
        from practice.desk.signin import factors  # noqa: PLC0415  names models

        return super().has_permission(request) and factors.may_enter(request)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        from practice.desk.signin import pages, passkeys  # noqa: PLC0415  names models
        from practice.desk.signin.entering import SignIn  # noqa: PLC0415

        context = {
            **self.each_context(request),
            "title": "Sign in",
            "next": pages.next_of(request),
            "relying_party": passkeys.relying_party(),
            **(extra_context or {}),
        }
        return cast(HttpResponse, SignIn.as_view(extra_context=context)(request))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        from practice.desk.signin import pages  # noqa: PLC0415  names models
        from practice.desk.signin.password import NewPassword  # noqa: PLC0415

        here = reverse("admin:password_change")
        context = {**self.each_context(request), **(extra_context or {})}
        change = NewPassword.as_view(extra_context=context)
        return cast(TemplateResponse, pages.asked_again(request, here) or change(request))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        cards = cards_for(request)
        own = {
            "title": first.greeting(request),
            "write_url": first.write_url(request),
            "scheduled": first.scheduled(request),
            "cards": cards,
            "unwell": any(card.label == UNWELL for card in cards),
            "panels": panels_for(request),
            "desk_warnings": [],  # they stand among the cards
        }
        return super().index(request, {**own, **(extra_context or {})})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        page = super().app_index(request, app_label, extra_context)
        context = cast(dict[str, Any], page.context_data)
        context["title"] = context["app_list"][0]["name"]
        return page

    def settings_view(self, request: HttpRequest) -> TemplateResponse:
        """Everything that is seldom needed, on one plain page."""
        context = self.each_context(request)
        ways = settings_of(context["available_apps"])
        return TemplateResponse(
            request, "admin/settings.html", {**context, "title": "Settings", "ways": ways}
        )

    def guide_view(self, request: HttpRequest) -> TemplateResponse:
        context = {"title": "Guide", "chapters": chapters().values()}
        context |= self.each_context(request)
        return TemplateResponse(request, "admin/guide/list.html", context)

    def chapter_view(self, request: HttpRequest, slug: str) -> TemplateResponse:
        """One chapter, with the ways to the one before and the one after."""
        if slug not in chapters():
            raise Http404
        chapter, place = chapters()[slug], ORDER.index(slug)
        context = {
            **self.each_context(request),
            "title": chapter.title,
            "chapter": chapter,
            "shown": shown(chapter),
            "words": mark_safe(shown(chapter).html),  # noqa: S308  rendered and cleaned
            "before": chapters()[ORDER[place - 1]] if place else None,
            "after": chapters()[ORDER[place + 1]] if place + 1 < len(ORDER) else None,
        }
        return TemplateResponse(request, "admin/guide/chapter.html", context)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Every page of the desk says what is wrong, not only the first one (PROMISES O3)."""
        from practice.desk.signin import own, roles  # noqa: PLC0415  names models

        context = super().each_context(request)
        is_in = context["has_permission"]
        more: dict[str, Any] = {
            # Asked when the template comes to them: the first page has them among its cards.
            "desk_warnings": warnings if is_in and roles.is_practitioner(request.user) else [],
            "session_left": own.time_left(request) if is_in else None,
            "frame": None,
        }
        if is_in:
            around = partial(frame, request, context["available_apps"])
            more |= {"frame": SimpleLazyObject(around), "who": partial(first.name_of, request)}
        return {**context, **more}
