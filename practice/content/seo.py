"""What machines read: absolute addresses and structured data."""

import json
from typing import Any

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe


def absolute(path: str) -> str:
    """The public address of a path, built from SITE_URL and never from a request's Host header."""
    return f"{settings.SITE_URL}{iri_to_uri(path)}"


def json_ld(data: dict[str, Any]) -> SafeString:
    """JSON for a <script type="application/ld+json"> data block, with nothing that could close it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, escape)
    return mark_safe(text)  # noqa: S308
