"""Who links to an address of this site, and whether an address has anything to show.

Content knows its own texts; the apps add what else they hold, when the site starts.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, resolve, reverse

from practice.content import marks
from practice.content.addresses import HOME, Kind, path_of
from practice.content.advice.model import Answer
from practice.content.models import Emotion, Entry, Image, Redirect, Tag


@dataclass(frozen=True)
class Linking:
    """A text that links to something, and where it is edited."""

    title: str
    address: str


Asked = Callable[[str], bool]
Finder = Callable[[Iterable[str]], Iterable[Linking]]
_answering: list[Asked] = []
_finders: list[Finder] = []
# Addresses that are a pattern: that it fits says nothing, somebody must have such a text.
_PATTERNS = {"journal:post", "pages:page", "pages:guide", "pages:service", "profile:notice"}
_MARKS: dict[str, Any] = {"journal:tag": Tag, "content:emotion": Emotion}


def answering(asked: Asked) -> None:
    """Let `asked(path)` say that a path has a page although no text of content stands there."""
    _answering.append(asked)


def found_by(finder: Finder) -> None:
    """Let `finder(paths)` add what else links to one of `paths`."""
    _finders.append(finder)


def answer_of(address: str) -> Answer:
    """What a visitor gets who follows a link to `address`; elsewhere on the web everything is there."""
    if address.lower().startswith("image:"):
        return _there(Image.objects.filter(name=address[6:].lower()).exists())
    own = address.removeprefix(settings.SITE_URL)
    parts = urlsplit(own or "/")
    if parts.scheme or parts.netloc:
        return Answer.THERE
    path = unquote(parts.path)
    if "\0" in path or not path.startswith("/"):
        return Answer.GONE  # an address without its slash depends on the page it stands on
    if entry := _entry_at(path):
        if not entry.is_public:
            return Answer.NOT_YET
        has_part = not parts.fragment or f' id="{unquote(parts.fragment)}"' in entry.html
        return Answer.THERE if has_part else Answer.NO_PART
    return _there(_is_answered(path))


def stays(path: str) -> bool:
    """Whether an address goes on answering, with nothing of its own, when its text is deleted."""
    return any(asked(path) for asked in _answering)


def _there(yes: bool) -> Answer:
    return Answer.THERE if yes else Answer.GONE


def _entry_at(path: str) -> Entry | None:
    slug = path.strip("/").rpartition("/")[2] or HOME
    kinds = [kind for kind in Kind if path_of(kind, slug).strip("/") == path.strip("/")]
    return Entry.objects.filter(slug=slug, kind__in=kinds).first()


def _is_answered(path: str) -> bool:
    if path.startswith((settings.STATIC_URL, "/readyz", "/healthz")):
        return True
    if path.startswith("/admin/"):
        return False  # not for visitors
    if any(asked(path) for asked in _answering) or Redirect.objects.target_of(path):
        return True
    try:
        match = resolve(path if path.endswith("/") or "." in path else f"{path}/")
    except Resolver404:
        return False
    if model := _MARKS.get(match.view_name.removesuffix("-feed")):
        slug = match.kwargs["slug"]
        return model.objects.filter(slug=slug).exists() or bool(marks.moved(match))
    return match.view_name not in _PATTERNS


def linking_to(paths: Iterable[str], *, besides: Entry | None = None) -> list[Linking]:
    """The texts whose words link to one of `paths`, drafts among them, and what the apps add."""
    asked = [spelling for path in paths for spelling in _spellings(path)]
    if not asked:
        return []
    wanted = Q()
    for path in asked:
        wanted |= Q(html__contains=f'href="{path}')
    ends = "|".join(re.escape(path) for path in asked)
    link = re.compile(rf'href="(?:{ends})/?(?:[#?][^"]*)?"')
    entries = Entry.objects.filter(wanted).exclude(pk=besides.pk if besides and besides.pk else 0)
    own = [
        Linking(f"“{entry}” ({_state(entry)})", desk_address(entry))
        for entry in entries.order_by("title")
        if link.search(entry.html)
    ]
    return own + [each for finder in _finders for each in finder(asked)]


def _spellings(path: str) -> set[str]:
    """A path as links write it: with and without the host and the closing slash."""
    bare = path.rstrip("/") or "/"
    return {bare, f"{settings.SITE_URL}{bare}".rstrip("/")}


def _state(entry: Entry) -> str:
    return str(
        entry.get_kind_display() if entry.is_public else f"{entry.get_kind_display()}, not public"
    )


def desk_address(entry: Entry) -> str:
    """Where a text is edited."""
    name = "journal_post" if entry.kind == Kind.POST else "pages_page"
    return reverse(f"admin:{name}_change", args=[entry.pk])
