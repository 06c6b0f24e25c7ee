"""Choosing a new password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy

from practice.audit.log import record
from practice.desk.signin import factors, limits
from practice.desk.signin.forms import wait_words


class NewPasswordForm(PasswordChangeForm):
    """Whoever showed a factor a moment ago may have forgotten the password; all others have to know it."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = request.META.get("REMOTE_ADDR", "")
        if factors.has_passed(request):
            del self.fields["old_password"]
        self.fields["new_password1"].help_text = "Twelve letters or more."
        self.fields["new_password2"].label = "New password, once more"
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self) -> str:
        """A guess made here counts like one made at the way in."""
        try:
            tried = limits.begin(self.user.get_username(), self.address)
        except limits.Wait as wait:
            raise ValidationError(wait_words(wait.seconds), code="wait") from None
        old: str = super().clean_old_password()
        limits.succeeded(tried)
        return old


class NewPassword(PasswordChangeView):
    """Ends the sessions that were opened with the old one, but for this."""

    form_class = NewPasswordForm
    template_name = "admin/signin/password.html"
    title = "Your password"
    success_url = reverse_lazy("admin:signin")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record("password changed", actor=form.user.get_username())
        messages.success(self.request, "Your new password holds from now on.")
        return response
