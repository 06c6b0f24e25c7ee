"""How notices are kept on the desk: versions stay, one to come can be withdrawn, all are read again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from practice import keeping
from practice.lists import SteadyList
from practice.profile.models import Notice, NoticeVersion
from practice.profile.notices import difference, reviewed, withdraw

_WORDS = {"title": "Title", "versions-*-source": "Source", "versions-*-body": "The words"}


class NoticeVersionInline(admin.StackedInline):
    """People agreed to a wording, so it stays; a change is a new version with its own first day."""

    model = NoticeVersion
    extra = 0
    readonly_fields = ("number", "more")

    fieldsets = (
        (None, {"fields": ("number", "effective", "review_by", "source", "more")}),
        ("The words", {"fields": ("body",)}),
    )

    @admin.display(description="what you can do")
    def more(self, version: NoticeVersion) -> SafeString | str:
        if not version.pk:
            return "Save it first."
        words = (
            "Compare, withdraw" if version.is_to_come else "Compare, note that you read it again"
        )
        return format_html('<a href="{}">{}</a>', _address(version), words)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReviewForm(forms.Form):
    again = forms.DateField(
        label="Read it again by",
        widget=forms.DateInput(attrs={"type": "date"}),
        initial=lambda: timezone.localdate() + timedelta(days=365),
    )


@admin.register(Notice)
class NoticeAdmin(SteadyList):
    list_display = ("title", "slug", "counts_now", "review_by", "order")
    inlines = (NoticeVersionInline,)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Notice | None = None
    ) -> tuple[str, ...]:
        """An address stays: pages link to it, and what people agreed to is found by it."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Notice | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("title",)}

    def view_on_site(self, obj: Notice) -> str:
        return obj.get_absolute_url()

    @admin.display(description="counts now")
    def counts_now(self, notice: Notice) -> str:
        version = notice.in_force()
        return f"version {version.number}, from {version.effective}" if version else "none yet"

    @admin.display(description="read again by")
    def review_by(self, notice: Notice) -> str:
        version = notice.in_force()
        return str(version.review_by or "—") if version else "—"

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        each = "<int:pk>/versions/<int:number>/"
        return [
            path(each, wrap(self.version_view), name="profile_notice_version"),
            path("add/", self.safe_add_view, name="profile_notice_add"),
            path("<path:object_id>/change/", self.safe_change_view, name="profile_notice_change"),
            *super().get_urls(),
        ]

    @keeping.keeps(_WORDS)
    def safe_add_view(self, request: HttpRequest) -> HttpResponse:
        """The page of a new notice, unless the session ended meanwhile: then the words come back."""
        if keeping.must_wait(request):
            return keeping.words_again(request)
        return self.admin_site.admin_view(self.add_view)(request)

    @keeping.keeps(_WORDS)
    def safe_change_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The same for a notice that is there."""
        if keeping.must_wait(request):
            return keeping.words_again(request)
        return self.admin_site.admin_view(self.change_view)(request, object_id)

    def version_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """One version beside the one before it: what changed, and what can be done with it."""
        version = get_object_or_404(NoticeVersion, notice=pk, number=number)
        if not self.has_change_permission(request, version.notice):
            raise PermissionDenied
        form = ReviewForm(request.POST if "again" in request.POST else None)
        if request.method == "POST" and self._done(request, version, form):
            return HttpResponseRedirect(reverse("admin:profile_notice_change", args=[pk]))
        before = version.notice.versions.filter(number__lt=number).first()
        context = {
            **self.admin_site.each_context(request),
            "title": f"{version.notice.title}, version {number}",
            "opts": self.opts,
            "version": version,
            "before": before,
            "difference": difference(before.body, version.body) if before else "",
            "in_force": version == version.notice.in_force(),
            "form": form,
        }
        return TemplateResponse(request, "admin/profile/version.html", context)

    def _done(self, request: HttpRequest, version: NoticeVersion, form: ReviewForm) -> bool:
        """Do what was asked; False when it could not be, which a message then says."""
        try:
            if "withdraw" in request.POST:
                withdraw(version)
                said = f"Withdrew version {version.number}."
            elif form.is_valid():
                reviewed(version, again=form.cleaned_data["again"])
                said = f"Read version {version.number} again."
            else:
                return False
        except ValidationError as problem:
            messages.error(request, problem.messages[0])
            return False
        self.log_change(request, version.notice, said)
        messages.success(request, said)
        return True


def _address(version: NoticeVersion) -> str:
    return reverse("admin:profile_notice_version", args=[version.notice_id, version.number])
