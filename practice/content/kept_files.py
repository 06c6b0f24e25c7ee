"""Pictures the site made itself: drawn covers, prepared photographs. Names change with content."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
}


@require_safe
def kept_file(request: HttpRequest, folder: Path, name: str) -> HttpResponse:
    """The file `name` of `folder`; 404 when there is none.

    Feed readers on other hosts may show it, so its resource policy is wider than that of pages.
    """
    path = folder / name
    if path.parent != folder or path.suffix not in _TYPES:
        raise Http404("There is no such picture.")
    try:
        data = path.read_bytes()
    except OSError:
        raise Http404("There is no such picture.") from None
    response = HttpResponse(data, content_type=_TYPES[path.suffix])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
