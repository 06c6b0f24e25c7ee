"""The people who work at the desk. Django's own pages for users, groups and devices are taken away."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from practice.audit.log import record
from practice.desk.signin import links, names, pages, roles
from practice.desk.signin.models import Person

for model in (get_user_model(), Group, TOTPDevice, StaticDevice):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

_LAST = "Somebody must be left who may do everything."


class PersonForm(forms.ModelForm):
    """Name, mail, role."""

    role = forms.ChoiceField(
        choices=[
            (roles.EDITOR, "Editor: writes and publishes, and sees no inquiry"),
            (roles.PRACTITIONER, "Practitioner: everything"),
        ],
        widget=forms.RadioSelect,
        initial=roles.EDITOR,
    )

    class Meta:
        model = Person
        fields = ("username", "email", "is_active")
        labels = {"username": "Name", "email": "E-mail", "is_active": "May sign in"}
        help_texts = {
            "username": "Letters and digits, such as kim. They can change it when they begin.",
            "is_active": "Take the tick away when somebody leaves. They are signed out at once.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["role"] = roles.of(self.instance)

    def clean_username(self) -> str:
        present = self.initial.get("username", "")
        return names.checked(self.cleaned_data["username"], present=present)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        stays = data.get("is_active", True) and data.get("role") == roles.PRACTITIONER
        if roles.is_last_practitioner(self.instance) and not stays:
            raise forms.ValidationError(_LAST)
        return data


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    """Nobody is deleted, or what they did would lose its name; they may simply not sign in any more."""

    form = PersonForm
    list_display = ("username", "email", "role", "is_active", "last_login")
    ordering = ("username",)
    actions = None
    add_form_template = change_form_template = "admin/signin/person.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(is_staff=True)

    def get_urls(self) -> list[Any]:
        link = self.admin_site.admin_view(self.link_view)
        return [path("<int:pk>/link/", link, name="signin_person_link"), *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return ["username", "email", "role", *(["is_active"] if obj else [])]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """No list is filtered by a field that a query string names."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return roles.is_practitioner(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return roles.is_practitioner(request.user)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="role")
    def role(self, user: Any) -> str:
        return roles.of(user)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        by = request.user.get_username()
        if not change:
            obj.set_unusable_password()
            roles.give(obj, form.cleaned_data["role"])
            record("person added", actor=by)
            return
        before = roles.of(obj)
        roles.give(obj, form.cleaned_data["role"])
        if not obj.is_active:
            links.used_up(obj)
        if "username" in form.changed_data:
            names.renamed(form.initial["username"], obj.get_username(), by=by)
        if before != roles.of(obj):
            record("role changed", actor=by)
        if "is_active" in form.changed_data:
            record("person let in" if obj.is_active else "person shut out", actor=by)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._link_page(request, obj)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        people = reverse("admin:signin_person_changelist")
        here = request.get_full_path() if request.method == "GET" else people
        return pages.asked_again(request, here) or super().changeform_view(request, *args, **kwargs)

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new link for somebody who has not begun, or has lost what they signed in with."""
        user = self.get_object(request, str(pk))
        if request.method != "POST" or user is None or not roles.is_practitioner(request.user):
            raise PermissionDenied
        if question := pages.asked_again(request, reverse("admin:signin_person_changelist")):
            return question  # who holds the link can be that person from then on
        record("one-time link made", actor=request.user.get_username())
        return self._link_page(request, user)

    def _link_page(self, request: HttpRequest, user: Any) -> HttpResponse:
        made = links.make(user)
        title = f"A link for {user.get_username()}"
        return pages.page(request, "link", title, link=made, person=user)
