"""A document as a file of a Jekyll site, and such a file as the document again, word for word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from . import jekyll
from .documents import KINDS, Document, Unreadable
from .fields import words, written_date, yes
from .front_matter import FrontMatter, split
from .spans import escape
from .yaml_lines import Quoted, Value, front_matter, moment

DRAFTS = "_drafts"
# What feed readers know texts by. Jekyll takes no file for a draft whose name begins so.
IDS, HIDDEN_IDS = "_data/ids.json", f"{DRAFTS}/_ids.json"
IMAGES = "images"
_FOLDERS = {"post": "_posts", "guide": "guides", "service": "services", "page": "pages"}
_ADDRESSES = {
    "post": "/journal/{}/",
    "guide": "/guides/{}/",
    "service": "/services/{}/",
    "page": "/{}/",
}
_HOME = "home"
_LONGEST_NAME = 200  # bytes; file systems take 255, and what copies files likes to add to a name
_SHOWN = re.compile(
    r'!\[(?P<alt>(?:\\.|[^\\\[\]])*)\]\((?P<at>[^()\s]+)(?:[ ]"(?P<title>(?:\\.|[^"\\])*)")?\)'
)
_REFERENCE = re.compile(r"^(?P<to>[ ]{0,3}\[[^\]\n]+\]:[ ]*)(?P<at>\S+)", re.MULTILINE)

# What is said of each image: the file's name, what it shows, its caption.
Images = Mapping[str, tuple[str, str, str]]


def folder_of(document: Document, *, hidden: bool) -> str:
    """Where its file lies. What no visitor may see yet lies below `_drafts`, which Jekyll passes over."""
    if not hidden:
        return _FOLDERS[document.kind]
    return DRAFTS if document.kind == "post" else f"{DRAFTS}/{_FOLDERS[document.kind]}"


def file_name(document: Document, *, hidden: bool, zone: tzinfo) -> str:
    """What its file is called: the slug, and before it the day of a post that has appeared."""
    name = document.slug
    while len(name.encode()) > _LONGEST_NAME:
        name = name[:-1]
    if document.kind != "post" or hidden or document.published_at is None:
        return f"{name}.md"
    return f"{str(moment(document.published_at, zone))[:10]}-{name}.md"


def written(document: Document, path: str, *, scheduled: bool, zone: tzinfo, images: Images) -> str:
    """The whole file of a document that will lie at `path`."""
    body = to_jekyll(document.body, images)
    return f"{front_matter(_values(document, path, scheduled, zone))}\n{body}\n"


def _values(document: Document, path: str, scheduled: bool, zone: tzinfo) -> dict[str, Value]:
    is_post = document.kind == "post"
    found: dict[str, Value] = {"layout": "post" if is_post else "page"}
    found |= {} if is_post else {"kind": document.kind}
    found["title"] = Quoted(document.title)
    if _named(path) != document.slug:
        found["slug"] = Quoted(document.slug)
    if document.published_at:
        found["date"] = moment(document.published_at, zone)
    if document.updated and document.updated != document.published_at:
        found["last_modified_at"] = moment(document.updated, zone)
    found |= {"tags": _tags(document.tags)} if document.tags else {}
    found |= {"description": document.description} if document.description else {}
    found |= {"emotions": list(document.emotions)} if document.emotions else {}
    return found | _rest(document, scheduled, path)


def _rest(document: Document, scheduled: bool, path: str) -> dict[str, Value]:
    """What the real post does without: said only where it differs from nothing."""
    found: dict[str, Value] = {}
    found |= {"draft": True} if document.draft else {}
    found |= {"scheduled": True} if scheduled else {}
    found |= {"sensitive": True} if document.sensitive else {}
    found |= {"menu": document.menu} if document.menu else {}
    found |= {"order": document.order} if document.order else {}
    found |= {"drawn_from": Quoted(document.drawn_from)} if document.drawn_from else {}
    found |= (
        {"redirect_from": [Quoted(one) for one in document.old_paths]} if document.old_paths else {}
    )
    if (
        document.kind != "post"
        or path.startswith(DRAFTS)
        or jekyll.pretty(_named(path)) != document.slug
    ):
        found["permalink"] = Quoted(address_of(document.kind, document.slug))
    return found


def address_of(kind: str, slug: str) -> str:
    """The address a text has here, and keeps on a site that Jekyll builds."""
    return "/" if kind == "page" and slug == _HOME else _ADDRESSES[kind].format(slug)


def _named(path: str) -> str:
    """The slug a file's name says."""
    stem = PurePosixPath(path).stem
    return jekyll.dated_name(stem)[1] if path.startswith("_posts/") else stem


def _tags(tags: tuple[str, ...]) -> Value:
    """One line with commas, as in the real post, where that says the same."""
    simple = all("," not in tag and tag == tag.strip() for tag in tags)
    if simple and (len(tags) > 1 or not re.search(r"\s", tags[0])):
        return ", ".join(tags)
    return list(tags)


def to_jekyll(body: str, images: Images) -> str:
    """A body whose images are files of the site, with what they show and their captions."""

    def shown(match: re.Match[str]) -> str:
        known = images.get(_called(match["at"]))
        if known is None:
            return match[0]
        file, alt, caption = known
        said = match["alt"] or _described(alt)
        title = match["title"] or _in_quotes(caption)
        return f"![{said}](/{IMAGES}/{file}" + (f' "{title}")' if title else ")")

    def referred(match: re.Match[str]) -> str:
        known = images.get(_called(match["at"]))
        return f"{match['to']}/{IMAGES}/{known[0]}" if known else match[0]

    return _REFERENCE.sub(referred, _SHOWN.sub(shown, body)) if "image:" in body.lower() else body


def from_jekyll(body: str, images: Images) -> str:
    """The reverse: what the image says of itself is not said again beside it."""
    names = {f"/{IMAGES}/{file}": name for name, (file, _, _) in images.items()}

    def shown(match: re.Match[str]) -> str:
        name = names.get(match["at"])
        if name is None:
            return match[0]
        _, alt, caption = images[name]
        said = "" if match["alt"] == _described(alt) else match["alt"]
        title = "" if match["title"] in (None, _in_quotes(caption)) else match["title"]
        return f"![{said}](image:{name}" + (f' "{title}")' if title else ")")

    def referred(match: re.Match[str]) -> str:
        name = names.get(match["at"])
        return f"{match['to']}image:{name}" if name else match[0]

    return _REFERENCE.sub(referred, _SHOWN.sub(shown, body)) if f"/{IMAGES}/" in body else body


def _called(address: str) -> str:
    scheme, _, name = address.partition(":")
    return name.lower() if scheme.lower() == "image" else ""


def _described(alt: str) -> str:
    return escape(" ".join(alt.split()))


def _in_quotes(caption: str) -> str:
    return " ".join(caption.split()).replace('"', "”").replace("\\", "\\\\")


def read(text: str, path: str, shown: str, *, zone: tzinfo, images: Images) -> Document:
    """The document in a file of an export; `shown` is how the file is named to people. Raises Unreadable."""
    front = split(text, shown)
    if not front.present:
        raise Unreadable(shown, 1, "has lost its front matter")
    values = {key: one for key, one in front.values.items() if one is not None}
    kind = _kind(values, front, shown)
    slug = _text(values, "slug") or _named(path)
    named = jekyll.dated_name(PurePosixPath(path).stem)[0] if path.startswith("_posts/") else ""
    at = _moment("date", front, shown, zone, named)
    updated = _moment("last_modified_at", front, shown, zone)
    return Document(
        source=_identity(kind, slug, path),
        path=shown,
        kind=kind,
        title=_text(values, "title"),
        slug=slug,
        body=from_jekyll(front.body.removeprefix("\n").removesuffix("\n"), images),
        description=_text(values, "description"),
        published_at=at,
        updated=updated or at,
        draft=yes(values.get("draft"), default=False) or _hidden_by_hand(path, values),
        tags=tuple(_listed(values.get("tags"))),
        emotions=tuple(_listed(values.get("emotions"))),
        order=int(found) if (found := _text(values, "order")).isdecimal() else 0,
        menu=_text(values, "menu"),
        sensitive=yes(values.get("sensitive"), default=False),
        drawn_from=_text(values, "drawn_from"),
        old_paths=tuple(_listed(values.get("redirect_from"))),
    )


def _hidden_by_hand(path: str, values: dict[str, Any]) -> bool:
    """Moved to the drafts after the export: nothing there may appear by a mistake."""
    return path.startswith(f"{DRAFTS}/") and not yes(values.get("scheduled"), default=False)


def _identity(kind: str, slug: str, path: str) -> str:
    """What the same post would be known by had it been imported from any Jekyll site."""
    stem = PurePosixPath(path).stem
    return f"{kind}:{stem}" if path.startswith("_posts/") else f"{kind}:{slug}"


def _kind(values: dict[str, Any], front: FrontMatter, shown: str) -> str:
    kind = _text(values, "kind") or "post"
    if kind not in KINDS:
        line = front.lines.get("kind", 1)
        raise Unreadable(shown, line, f"kind: “{kind}” is none of {', '.join(KINDS)}")
    return kind


def _text(values: dict[str, Any], key: str) -> str:
    value = values.get(key, "")
    return value if isinstance(value, str) else ""


def _listed(value: Any) -> list[str]:
    if isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    return words(value or "")


def _moment(
    key: str, front: FrontMatter, shown: str, zone: tzinfo, otherwise: str = ""
) -> datetime | None:
    if not (said := _text(front.values, key) or otherwise):
        return None
    try:
        found = written_date(said)
        return found.naive.replace(tzinfo=(found.zone or zone) if found.has_time else zone)
    except (ValueError, OverflowError) as error:
        raise Unreadable(shown, front.lines.get(key, 1), f"{key}: {error}") from error
