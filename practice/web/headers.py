"""Security headers on every response: pages, static files, redirects and errors alike."""

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


def fixed_headers(admin: bool = False) -> dict[str, str]:
    """The headers every response carries, in the admin's wording or everyone else's."""
    return {
        "Content-Security-Policy": _POLICY if admin else _PUBLIC_POLICY,
        "Permissions-Policy": _ADMIN_PERMISSIONS if admin else _PUBLIC_PERMISSIONS,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


class SecurityHeaders:
    """The set of PROMISES S5; a view may only widen its resource policy, for published images, and tell
    nobody where a link was followed from, for addresses that are a secret.

    Public pages may be kept but must be asked about again (no-cache, with an ETag), so that an edit
    shows at once. A response to anything but GET or HEAD, and every error, is never kept.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        admin = request.path_info.startswith("/admin/")
        headers = response.headers
        for name, value in fixed_headers(admin).items():
            if name == "Cross-Origin-Resource-Policy":
                headers.setdefault(name, value)
            elif (name, headers.get(name)) != ("Referrer-Policy", "no-referrer"):
                headers[name] = value
        if admin or request.method not in {"GET", "HEAD"} or response.status_code >= 400:
            headers["Cache-Control"] = "no-store"
        else:
            headers.setdefault("Cache-Control", "no-cache")
        return response
