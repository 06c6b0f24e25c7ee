"""What is typed to sign in, and to begin."""

import math
from typing import Any

from django import forms
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from practice.desk import signins
from practice.desk.signin import factors, limits, names

_DO_NOT_FIT = (
    "That did not fit. Please check your username and password, and the code: it is needed if you "
    "have set one up, and each is good only once."
)


class SignInForm(AuthenticationForm):
    """Username and password, and the code of those who have one. Which of them was wrong is not said."""

    code = forms.CharField(
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
        help_text="From your app, or a printed recovery code. Leave it empty if you have neither.",
    )
    error_messages = {"invalid_login": _DO_NOT_FIT, "inactive": _DO_NOT_FIT}
    wait: int | None = None  # seconds, when too many tries came before this one

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        # With a passkey nothing is typed: no keyboard is to open on a telephone.
        self.fields["username"].widget.attrs.pop("autofocus", None)

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name and password:
            self.user_cache = self._user(name, password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
        return self.cleaned_data

    def _user(self, name: str, password: str) -> Any:
        """Whoever this is; None when anything does not fit."""
        try:
            tried = limits.begin(name, self.address)
        except limits.Wait as wait:
            self.wait = wait.seconds
            said = f"{wait_words(wait.seconds)} A passkey still works now."
            raise ValidationError(said, code="wait") from None
        user: Any = authenticate(self.request, username=name, password=password)
        if user is None or not user.is_staff:
            return None
        if factors.has_any(user):
            code = self.cleaned_data.get("code", "")
            user.otp_device = factors.take(user, code, apps=limits.code_counts(tried))
            if user.otp_device is None:
                signins.failed(signins.WRONG_CODE)
                return None
        limits.succeeded(tried)
        return user


class WelcomeForm(forms.ModelForm):
    """What a person chooses who comes by a link."""

    password = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    class Meta:
        model = get_user_model()
        fields = ("username",)
        labels = {"username": "Your name here"}
        help_texts = {"username": "Letters and digits, such as dana. You sign in with it."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        password = self.fields["password"]
        if factors.has_any(self.instance):
            password.required = False
            password.help_text = "Leave this empty to keep the one you have."
        else:
            password.help_text = "For the day your device is not at hand. Twelve letters or more."

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.instance)
        return password

    def clean_username(self) -> str:
        return names.checked(self.cleaned_data["username"], present=self.initial["username"])

    def save(self, commit: bool = True) -> Any:
        """Only what was asked: the rest may have changed since the row was read."""
        if self.cleaned_data["password"]:
            self.instance.set_password(self.cleaned_data["password"])
        self.instance.save(update_fields=["username", "password"])
        return self.instance


class CodeForm(forms.Form):
    """A code, to go on."""

    code = forms.CharField(
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )


def wait_words(seconds: int) -> str:
    """What is said to whoever tried too often."""
    minutes = math.ceil(seconds / 60)
    span = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"There were too many tries from here. Please wait {span} and try again."
