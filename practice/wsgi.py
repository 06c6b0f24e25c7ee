"""What gunicorn serves."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")

_django = get_wsgi_application()

# They know the models, which are there from now on.
from practice.web.kept.application import KeptPages  # noqa: E402
from practice.web.kept.freshness import Freshness  # noqa: E402

# The characters and length RFC 2046, section 5.1.1, gives a boundary.
_BOUNDARY = re.compile(r";\s*boundary=(\"?)([0-9A-Za-z'()+_,./:=? -]{1,70})\1", re.IGNORECASE)


def readable(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, given a Content-Type it cannot stumble over.

    Django looks a charset up in Python's codecs while it makes the request, outside every middleware: a
    made-up one would be a 500 without headers, and `charset=hex` or `utf-7` text nobody wrote. Browsers
    send forms in the page's own UTF-8, so only the media type and a well-formed boundary are kept.
    """
    if content_type := environ.get("CONTENT_TYPE"):
        media_type = content_type.partition(";")[0].strip().lower()
        boundary = _BOUNDARY.search(content_type)
        if media_type == "multipart/form-data" and boundary:
            media_type += f'; boundary="{boundary[2]}"'
        environ["CONTENT_TYPE"] = media_type
    return _django(environ, start_response)


application = KeptPages(readable, Freshness())
