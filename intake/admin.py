"""The inbox."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from intake import actions
from intake.models import Inquiry, Notification


class InquiryForm(forms.ModelForm):
    """The two things the practitioner writes; everything else is the visitor's."""

    notes = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Only you see these. Sealed like the request itself.",
    )

    class Meta:
        model = Inquiry
        fields = ("state",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A form would be given the sealed value, which is what serializers must see.
        self.initial["notes"] = self.instance.notes


class NotificationInline(admin.TabularInline):
    model = Notification
    fields = readonly_fields = ("kind", "state", "attempts", "sent_at", "due_at", "last_error")
    extra = 0
    can_delete = False
    verbose_name_plural = "mail about it"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Inquiry)
class InquiryAdmin(admin.ModelAdmin):
    """Requests, newest first. What visitors wrote is shown and never changed."""

    form = InquiryForm
    inlines = (NotificationInline,)
    list_display = ("reference", "name_shown", "state", "received_at", "reply_by", "mail")
    list_filter = ("state", "who", "modality")
    list_per_page = 50
    date_hierarchy = None
    actions = None
    readonly_fields = (
        *("reference", "received_at", "reply_by", "name", "pronouns", "email_link", "phone_link"),
        *("preferred", "voicemail", "who", "place", "modality", "times", "heard"),
        *("message_shown", "consent_version", "suspicions_shown"),
    )
    fieldsets = (
        (None, {"fields": ("reference", "received_at", "reply_by", "state", "notes")}),
        (
            "What they wrote",
            {
                "fields": (
                    *("name", "pronouns", "email_link", "phone_link", "preferred", "voicemail"),
                    *("who", "place", "modality", "times", "heard", "message_shown"),
                )
            },
        ),
        ("Behind it", {"fields": ("consent_version", "suspicions_shown")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("notifications")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", {}).get("cl")
        if shown is not None:
            references = [inquiry.reference for inquiry in shown.result_list]
            actions.note_list(references=references, by=request.user.get_username())
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        inquiry = self.get_object(request, object_id)
        if inquiry and request.method == "GET" and self.has_view_permission(request, inquiry):
            actions.note_view(inquiry=inquiry, by=request.user.get_username())
        response = super().change_view(request, object_id, form_url, extra_context)
        if inquiry and request.method == "POST" and response.status_code == HTTPStatus.OK:
            # A form that was not accepted shows the words again, and that is opening them.
            actions.note_view(inquiry=inquiry, by=request.user.get_username())
        return response

    def save_model(self, request: HttpRequest, obj: Inquiry, form: Any, change: bool) -> None:
        names = [name for name in ("state", "notes") if name in form.changed_data]
        changes = {name: form.cleaned_data[name] for name in names}
        if changes:
            actions.update(inquiry=obj, by=request.user.get_username(), **changes)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The event log holds who changed what; Django's own history would say it a second time."""

    @admin.display(description="name")
    def name_shown(self, inquiry: Inquiry) -> str:
        return inquiry.name

    @admin.display(description="mail")
    def mail(self, inquiry: Inquiry) -> str:
        return ", ".join(row.get_state_display() for row in inquiry.notifications.all())

    @admin.display(description="e-mail")
    def email_link(self, inquiry: Inquiry) -> str | SafeString:
        if not inquiry.email:
            return "—"
        return format_html('<a href="mailto:{0}">{0}</a>', inquiry.email)

    @admin.display(description="telephone")
    def phone_link(self, inquiry: Inquiry) -> str | SafeString:
        if not inquiry.phone:
            return "—"
        number = "".join(c for c in inquiry.phone if c.isdigit() or c == "+")
        return format_html('<a href="tel:{}">{}</a>', number, inquiry.phone)

    @admin.display(description="message")
    def message_shown(self, inquiry: Inquiry) -> str | SafeString:
        lines = ((line,) for line in inquiry.message.split("\n"))
        return format_html_join(SafeString("<br>"), "{}", lines) if inquiry.message else "—"

    @admin.display(description="looks like spam because")
    def suspicions_shown(self, inquiry: Inquiry) -> str:
        return "; ".join(inquiry.suspicions) or "it does not"
