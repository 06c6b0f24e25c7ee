"""Security headers on every response: pages, static files, redirects and errors alike."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from practice.web.types import GetResponse

# default-src 'none', then only what our own pages use; no inline style or script anywhere.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'"
)
# jQuery in Django's admin assigns HTML as text, which trusted types refuse; public pages have none.
_PUBLIC_POLICY = _POLICY + "; require-trusted-types-for 'script'; trusted-types 'none'"

_FEATURES = (
    "accelerometer autoplay browsing-topics "
    "camera clipboard-read compute-pressure cross-origin-isolated display-capture encrypted-media "
    "fullscreen gamepad geolocation gyroscope hid identity-credentials-get idle-detection "
    "keyboard-map local-fonts magnetometer microphone midi otp-credentials payment "
    "picture-in-picture publickey-credentials-create publickey-credentials-get "
    "screen-wake-lock serial speaker-selection storage-access sync-xhr usb "
    "window-management xr-spatial-tracking"
).split()
_ADMIN_FEATURES = {
    "fullscreen",
    "publickey-credentials-create",
    "publickey-credentials-get",
}
_PUBLIC_PERMISSIONS = ", ".join(f"{feature}=()" for feature in _FEATURES)
_ADMIN_PERMISSIONS = ", ".join(
    f"{feature}={'(self)' if feature in _ADMIN_FEATURES else '()'}" for feature in _FEATURES
)


class SecurityHeaders:
    """The set of PROMISES S5; a view may only make its own Cache-Control and resource policy stricter.

    Public pages may be kept but must be asked about again (no-cache, with an ETag), so that an edit
    shows at once. A response to anything but GET or HEAD, and every error, is never kept.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        admin = request.path_info.startswith("/admin/")
        headers = response.headers
        headers["Content-Security-Policy"] = _POLICY if admin else _PUBLIC_POLICY
        headers["Permissions-Policy"] = _ADMIN_PERMISSIONS if admin else _PUBLIC_PERMISSIONS
        headers["X-Frame-Options"] = "DENY"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
        headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if admin or request.method not in {"GET", "HEAD"} or response.status_code >= 400:
            headers["Cache-Control"] = "no-store"
        else:
            headers.setdefault("Cache-Control", "no-cache")
        return response
