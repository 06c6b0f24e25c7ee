"""Who links to an address of this site, and whether an address has anything to show.

Content knows its own texts; the apps add what else they hold, when the site starts.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit

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


Asked = Callable[[Collection[str]], Collection[str]]
Finder = Callable[[Iterable[str]], Iterable[Linking]]
_answering: list[Asked] = []
_finders: list[Finder] = []
# Addresses that are a pattern: that it fits says nothing, somebody must have such a text.
_PATTERNS = {"journal:post", "pages:page", "pages:guide", "pages:service", "profile:notice"}
_MARKS: dict[str, Any] = {"journal:tag": Tag, "content:emotion": Emotion}


def answering(asked: Asked) -> None:
    """Let `asked(paths)` say which of some paths have a page although no text of content stands there."""
    _answering.append(asked)


def found_by(finder: Finder) -> None:
    """Let `finder(paths)` add what else links to one of `paths`."""
    _finders.append(finder)


def answers_of(addresses: Iterable[str]) -> dict[str, Answer]:
    """What a visitor gets who follows a link to each of some addresses; elsewhere on the web everything
    is there. As many questions for a hundred as for one.
    """
    wanted = dict.fromkeys(addresses)
    names = {each: each[6:].lower() for each in wanted if each.lower().startswith("image:")}
    images = set(Image.objects.filter(name__in=names.values()).values_list("name", flat=True))
    found = {address: _there(name in images) for address, name in names.items()}
    here: dict[str, SplitResult] = {}
    for address in wanted.keys() - names.keys():
        parts = _parts(address)
        if parts is None or parts.scheme or parts.netloc:
            found[address] = Answer.GONE if parts is None else Answer.THERE
        else:
            here[address] = parts
    return found | _answers_here(here)


def _parts(address: str) -> SplitResult | None:
    """An address taken apart; None for one that is none."""
    try:
        return urlsplit(address.removeprefix(settings.SITE_URL) or "/")
    except ValueError:  # half an IPv6 address
        return None


def _answers_here(here: dict[str, SplitResult]) -> dict[str, Answer]:
    paths = {address: unquote(parts.path) for address, parts in here.items()}
    # An address without its slash depends on the page it stands on.
    whole = {path for path in paths.values() if path.startswith("/") and "\0" not in path}
    entries = texts_at(whole)
    answered = _answered(whole - entries.keys())
    asked_parts = {
        entries[paths[each]].pk for each in here if here[each].fragment and paths[each] in entries
    }
    html = dict(Entry.objects.filter(pk__in=asked_parts).values_list("pk", "html"))
    found = {}
    for address, parts in here.items():
        path = paths[address]
        if not (entry := entries.get(path)):
            found[address] = _there(path in answered)
        elif not entry.is_public:
            found[address] = Answer.NOT_YET
        else:
            part = unquote(parts.fragment)
            has = not part or f' id="{part}"' in html.get(entry.pk, "")
            found[address] = Answer.THERE if has else Answer.NO_PART
    return found


def texts_at(paths: Iterable[str]) -> dict[str, Entry]:
    """The texts that stand at some paths today, public or not, without their words."""
    slugs = {path: path.strip("/").rpartition("/")[2] or HOME for path in paths}
    lean = Entry.objects.only("kind", "slug", "title", "status", "publish_at")
    there = {
        path_of(entry.kind, entry.slug).strip("/"): entry
        for entry in lean.filter(slug__in=set(slugs.values()))
    }
    return {path: there[bare] for path in slugs if (bare := path.strip("/")) in there}


def stays(path: str) -> bool:
    """Whether an address goes on answering, with nothing of its own, when its text is deleted."""
    return any(path in asked([path]) for asked in _answering)


def stands(path: str) -> bool:
    """Whether visitors find something at a path today, be it only a list; old addresses give way to it."""
    entry = texts_at([path]).get(path)
    if (entry and entry.is_public) or stays(path):
        return True
    try:
        match = resolve(path)
    except Resolver404:
        return False
    name = match.view_name.removesuffix("-feed")
    if name in _MARKS:
        return bool(_MARKS[name].objects.filter(slug=match.kwargs["slug"]).exists())
    return name not in _PATTERNS


def _there(yes: bool) -> Answer:
    return Answer.THERE if yes else Answer.GONE


def _answered(paths: Collection[str]) -> set[str]:
    """Those of some paths where something else than a text answers."""
    found = {
        each for each in paths if each.startswith((settings.STATIC_URL, "/readyz", "/healthz"))
    }
    left = {each for each in paths if each not in found and not each.startswith("/admin/")}
    for asked in _answering:
        found |= set(asked(left - found))
    found |= Redirect.objects.leading(left - found)
    return found | set(_resolved(left - found))


def _resolved(paths: Iterable[str]) -> Iterator[str]:
    """Those of some paths that a view answers."""
    marked: dict[str, list[tuple[str, Any]]] = {}
    for path in paths:
        try:
            match = resolve(path if path.endswith("/") or "." in path else f"{path}/")
        except Resolver404:
            continue
        if (name := match.view_name.removesuffix("-feed")) in _MARKS:
            marked.setdefault(name, []).append((path, match.kwargs["slug"]))
        elif match.view_name not in _PATTERNS:
            yield path
    for name, asked in marked.items():
        slugs = marks.known(_MARKS[name], {slug for _, slug in asked})
        yield from (path for path, slug in asked if slug in slugs)


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
    """A path as links write it: with and without the host and the closing slash, and its letters as a
    browser's address line copies them.
    """
    bare = path.rstrip("/") or "/"
    quoted = quote(bare)
    lower = re.sub("%..", lambda found: found[0].lower(), quoted)
    written = {bare, quoted, lower}
    return {*written, *(f"{settings.SITE_URL}{each}".rstrip("/") for each in written)}


def _state(entry: Entry) -> str:
    return str(
        entry.get_kind_display() if entry.is_public else f"{entry.get_kind_display()}, not public"
    )


def desk_address(entry: Entry) -> str:
    """Where a text is edited."""
    name = "journal_post" if entry.kind == Kind.POST else "pages_page"
    return reverse(f"admin:{name}_change", args=[entry.pk])
