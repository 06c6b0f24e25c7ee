"""Which address a text has, and which addresses it may not take."""

import re

from django.core.exceptions import ValidationError
from django.db import models


class Kind(models.TextChoices):
    POST = "post", "post"
    GUIDE = "guide", "guide"
    SERVICE = "service", "service"
    PAGE = "page", "plain page"


_FOLDERS = {
    Kind.POST: "/journal/",
    Kind.GUIDE: "/guides/",
    Kind.SERVICE: "/services/",
    Kind.PAGE: "/",
}
HOME = "home"  # the plain page with this slug is the front of the house

# Addresses the site itself answers, which a text of that kind would hide.
_RESERVED = {
    Kind.POST: {"tags", "feed"},
    Kind.PAGE: {
        *("services", "guides", "journal", "notices", "emotions", "consultation", "search"),
        *("admin", "static", "media", "healthz", "readyz", "privacy", "feed"),
    },
}


def path_of(kind: str, slug: str) -> str:
    """The path of a text, such as /guides/keeping-your-edges/."""
    if kind == Kind.PAGE and slug == HOME:
        return "/"
    return f"{_FOLDERS[Kind(kind)]}{slug}/"


def spellings_of(path: str) -> list[str]:
    """A path with and without its ending: hosts of plain files answer either."""
    bare = path.rstrip("/") or "/"
    return [bare, f"{bare}.html", f"{bare}/index.html"]


def refuse_reserved(kind: str, slug: str) -> None:
    """Raise ValidationError for a slug that would hide an address of the site."""
    if slug in _RESERVED.get(Kind(kind), set()):
        raise ValidationError(f"“{slug}” is an address of the site itself. Choose another slug.")
    if kind == Kind.POST and re.fullmatch(r"\d{4}", slug):
        raise ValidationError("Four digits are the address of a year’s posts. Choose another slug.")
