"""What the recovery sheet says, on paper and on the desk."""

from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from practice.archive import age
from practice.backups import recovery


def facts(key: str) -> dict[str, Any]:
    """For the templates: the key in groups, and what it is for."""
    beginning, *groups = age.in_groups(key)
    lines = [groups[at : at + 5] for at in range(0, len(groups), 5)]
    return {
        "key": key,
        "beginning": beginning,
        "lines": lines,
        "made_at": recovery.in_force().made_at,
        "public": age.public_half(key),
        "site": settings.SITE_URL,
    }


def as_text(key: str) -> str:
    return render_to_string("backups/sheet.txt", facts(key))


def as_picture(key: str) -> SafeString:
    """A QR code of the key, made here: on white with a margin, or no telephone reads it at night."""
    picture = segno.make(key, error="q").svg_inline(
        scale=4, border=4, dark="#000", light="#fff", omitsize=True, title="The recovery key"
    )
    return mark_safe(picture)  # noqa: S308  our own library drew it
