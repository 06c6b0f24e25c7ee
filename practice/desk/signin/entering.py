"""The page to sign in on, and signing in with a passkey."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from practice.audit.log import record
from practice.desk.signin import factors, limits, pages, passkeys
from practice.desk.signin.forms import CodeForm, SignInForm

BACKEND = "django.contrib.auth.backends.ModelBackend"
_NOT_KNOWN = "That passkey is not known here. Please try another, or sign in with your password."


class SignIn(LoginView):
    """By name, password and code. Where the person wanted to go, they go then."""

    form_class = SignInForm
    template_name = "admin/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST" and request.user.is_authenticated:
            if factors.may_enter(request) and request.user.is_staff:
                return redirect(pages.next_of(request) or "admin:index")
            if pages.may_add(request):
                return redirect(pages.address("start", request))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        login(self.request, user)
        if device := getattr(user, "otp_device", None):
            factors.passed(self.request, device)
        if by_recovery_code := factors.uses_recovery_code(self.request):
            record("signed in with a recovery code", actor=user.get_username())
        if not factors.may_enter(self.request):
            return redirect(pages.address("start", self.request))
        if by_recovery_code:
            return redirect(pages.next_of(self.request) or "admin:signin")
        return redirect(pages.next_of(self.request) or "admin:index")

    def form_invalid(self, form: Any) -> HttpResponse:
        status = 200 if form.wait is None else 429
        response = self.render_to_response(self.get_context_data(form=form), status=status)
        if form.wait is not None:
            response["Retry-After"] = str(form.wait)
        return response


@require_POST
def ask(request: HttpRequest) -> JsonResponse:
    """What the browser needs to find a passkey."""
    user = request.user if request.user.is_authenticated else None
    return JsonResponse(passkeys.ask_for_any(pages.browser(request), user))


@require_POST
def answer(request: HttpRequest) -> JsonResponse:
    """Signs in with the passkey that answered, or shows once more that it is still the same person."""
    try:
        passkey = passkeys.take_any(pages.browser(request), request.POST.get("answer", ""))
    except passkeys.Refused:
        return JsonResponse({"said": _NOT_KNOWN}, status=400)
    user = passkey.user
    if not (user.is_active and user.is_staff):
        return JsonResponse({"said": _NOT_KNOWN}, status=400)
    if request.user.is_authenticated and request.user.pk != user.pk:
        return JsonResponse({"said": "That passkey is somebody else’s."}, status=400)
    if not factors.has_passed(request):
        login(request, user, BACKEND)
    factors.passed(request, passkey)
    return JsonResponse({"next": pages.next_of(request) or reverse("admin:index")})


def again(request: HttpRequest) -> HttpResponse:
    """Before something that matters: a passkey or a code once more."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _code_again(request, form)
    return pages.page(request, "again", "Is it still you?", form=form)


def _code_again(request: HttpRequest, form: CodeForm) -> HttpResponse:
    name = request.user.get_username()
    try:
        tried = limits.begin(name, request.META.get("REMOTE_ADDR", ""))
    except limits.Wait:
        form.add_error("code", "There were too many tries from here. Please wait a while.")
        return pages.page(request, "again", "Is it still you?", 429, form=form)
    device = factors.take(request.user, form.cleaned_data["code"], apps=limits.code_counts(tried))
    if device is None:
        form.add_error("code", "That did not fit. Each code is good only once.")
        return pages.page(request, "again", "Is it still you?", form=form)
    limits.succeeded(tried)
    factors.passed(request, device)
    if factors.uses_recovery_code(request):
        record("recovery code used", actor=name)
    return redirect(pages.next_of(request) or "admin:signin")
