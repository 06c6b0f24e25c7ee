"""How the practice edits its own facts and notices."""

import zoneinfo
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from practice.content import covers, looks
from practice.profile.models import CrisisLine, DaysAway, Practice
from practice.profile.notices_admin import NoticeAdmin  # noqa: F401  registers it
from practice.profile.places import STATES


class PracticeForm(forms.ModelForm):
    licensed_in = forms.MultipleChoiceField(
        choices=STATES,
        required=False,
        help_text="Where a client must be when you talk. Hold Control, or Command, for several.",
    )
    time_zone = forms.ChoiceField(
        # When the form is made: reading the names takes a twentieth of a second of the start.
        choices=lambda: [(name, name) for name in sorted(zoneinfo.available_timezones())]
    )

    look = forms.ChoiceField(
        choices=lambda: list(looks.available().items()),
        help_text="How the whole site is drawn. Covers follow within a minute or so.",
    )

    class Meta:
        model = Practice
        fields = "__all__"  # noqa: DJ007  every field is the practitioner's own to edit


class DaysAwayInline(admin.TabularInline):
    model = DaysAway
    extra = 0


class CrisisLineInline(admin.TabularInline):
    model = CrisisLine
    extra = 0


@admin.register(Practice)
class PracticeAdmin(admin.ModelAdmin):
    form = PracticeForm
    inlines = (DaysAwayInline, CrisisLineInline)
    fieldsets = (
        ("The practice", {"fields": ("name", "strapline", "place", "telephone", "email")}),
        (
            "The practitioner",
            {
                "fields": (
                    *("practitioner", "credentials", "licence_title", "licence_number"),
                    *("licence_board", "supervision", "licensed_in", "portrait"),
                )
            },
        ),
        (
            "What is offered and promised",
            {
                "fields": (
                    *("in_person", "telehealth", "accepting", "reply_days", "time_zone"),
                    *("fee_line", "first_talk", "who_reads", "young_people", "retention_days"),
                )
            },
        ),
        ("In a crisis", {"fields": ("crisis_text", "leave_to")}),
        ("The look", {"fields": ("look",)}),
    )

    def save_model(self, request: HttpRequest, obj: Practice, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "look" in form.changed_data:
            covers.draw_soon()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Practice.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One row needs no list: go straight to it."""
        name = "change" if Practice.objects.exists() else "add"
        args = [1] if name == "change" else []
        return redirect(f"admin:profile_practice_{name}", *args)
