"""Pictures the site made itself: drawn covers, prepared photographs. Names change with content."""

import contextlib
import tempfile
import time
from collections.abc import Iterator, Set
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".avif": "image/avif",
    ".webp": "image/webp",
}
# Long enough for a page somebody has open, a form that is not finished, a transaction still running.
KEPT_UNUSED = 24 * 60 * 60  # seconds


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


def keep(path: Path, data: bytes) -> None:
    """Written beside and moved, so that nobody is ever served half a picture, whoever else writes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as beside:
        beside.write(data)
    Path(beside.name).chmod(0o644)
    Path(beside.name).replace(path)


def sweep(folder: Path, used: Set[str]) -> None:
    """Remove what is not `used` and has lain there for a day."""
    for path in older(folder):
        if path.name not in used:
            path.unlink(missing_ok=True)


def older(folder: Path) -> Iterator[Path]:
    """What has lain in `folder` for longer than anything unused is kept."""
    before = time.time() - KEPT_UNUSED
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # swept by another process meanwhile
            if path.stat().st_mtime < before:
                yield path
