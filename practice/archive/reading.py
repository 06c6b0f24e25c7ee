"""Paths into documents: which files are read, and as what."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from fnmatch import fnmatch
from functools import partial
from pathlib import Path, PurePosixPath

from practice.spread import spread

from . import html_pages, jekyll
from .assembling import PLAIN_TEXT, document
from .documents import Document, Left, Unreadable, shown
from .sources import POST_FOLDERS, Source, below, leads_outside, place_of, source_of
from .text_files import read_text

MARKDOWN = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown")
# What Jekyll leaves out by itself (jekyllrb.com/docs/configuration/options).
_NEVER = (
    "node_modules",
    "vendor/bundle",
    "vendor/cache",
    "vendor/gems",
    "vendor/ruby",
    "Gemfile",
    "Gemfile.lock",
    "gemfiles",
)
_PAGES_OF_THEMES = (".xml", ".json")

Found = Source | Unreadable | Left


def read(
    paths: Sequence[Path], *, kind: str | None, zone: tzinfo
) -> Iterator[Document | Unreadable | Left]:
    """The documents in files and folders, in the order given and by name within a folder.

    Unreadable is yielded, not raised: whether to go on is the caller's decision.
    `kind` says what every file is; None lets each file say. `zone` is for dates without one.
    """
    found = list(_read(paths, kind, zone))
    likeliest = {
        one.old_paths[0]: one.source
        for one in reversed(found)
        if isinstance(one, Document) and one.old_paths
    }
    for one in found:
        yield _without_others(one, likeliest) if isinstance(one, Document) else one


def _without_others(document: Document, likeliest: dict[str, str]) -> Document:
    """Where an address may have been this text's but is likelier another's, it is the other's."""
    own = (path for path in document.old_paths if likeliest.get(path, "") in ("", document.source))
    return replace(document, old_paths=tuple(own))


def _read(
    paths: Sequence[Path], kind: str | None, zone: tzinfo
) -> Iterator[Document | Unreadable | Left]:
    seen: dict[str, str] = {}
    everything = [_nameable(one) for path in paths for one in _found(path, kind)]
    names = _names(one for one in everything if isinstance(one, Source))
    # A file named twice is read once.
    sources = {one.file.resolve(): one for one in reversed(everything) if isinstance(one, Source)}
    once = {id(one) for one in sources.values()}
    wanted = [one for one in everything if id(one) in once]
    documents = spread(partial(_document, kind=kind, zone=zone, names=names), wanted)
    for found in everything:
        if not isinstance(found, Source):
            yield found
        elif id(found) in once:
            yield _once(next(documents), seen)


def _nameable(found: Found) -> Found:
    """A name that is no text can be neither shown nor stored."""
    if isinstance(found, Source) and not str(found.file).isprintable():
        try:
            str(found.file).encode()
        except UnicodeEncodeError:
            return Unreadable(found.path, 1, "the file's name is not UTF-8; give it another name")
    return found


def _names(sources: Iterable[Source]) -> frozenset[str]:
    """What Liquid may call the files: a post by its name, any file by its place in the site."""
    return frozenset(name for one in sources for name in (one.relative, one.stem))


def _document(
    source: Source, kind: str | None, zone: tzinfo, names: frozenset[str]
) -> Document | Unreadable:
    try:
        return document(source, kind, zone, names)
    except Unreadable as problem:
        return problem


def _once(found: Document | Unreadable, seen: dict[str, str]) -> Document | Unreadable:
    """Two texts of one name would take turns replacing each other at every update."""
    if isinstance(found, Unreadable):
        return found
    other = seen.setdefault(found.source, found.path)
    if other != found.path:
        reason = f"has the same name or title as {other}; rename one of them"
        return Unreadable(found.path, 1, reason)
    return found


def _found(path: Path, kind: str | None) -> Iterator[Found]:
    try:
        if path.is_dir():
            yield from _in_folder(path, kind)
        elif not path.exists():
            yield Unreadable(str(path), 1, "no such file")
        else:
            yield _single(path, kind)
    except Unreadable as problem:
        yield problem
    except OSError as error:
        yield Unreadable(str(path), 1, f"cannot be read ({error.strerror})")


def _single(path: Path, kind: str | None) -> Found:
    root, site = place_of(path.parent)
    source = source_of(path, root, site)
    reason = _no_text(path, kind, is_post=_is_post(source))
    return Left(shown(path), reason) if reason else source


def _is_post(source: Source) -> bool:
    return source.place in POST_FOLDERS.values()


def _in_folder(folder: Path, kind: str | None) -> Iterator[Found]:
    root, site = place_of(folder)
    if not POST_FOLDERS.keys().isdisjoint(below(folder, root).split("/")):
        yield from _posts(folder, root, site, kind)
    else:
        yield from _walk(folder, root, site, kind)


def _entries(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(folder / entry.name for entry in entries)
    except OSError as error:
        raise Unreadable(str(folder), 1, f"the folder cannot be read ({error.strerror})") from error


def _linked(entry: Path, root: Path) -> Left | None:
    if leads_outside(entry, root):
        return Left(shown(entry), "a link leading outside the folder is not followed")
    if entry.is_symlink() and entry.is_dir():
        return Left(shown(entry), "a linked folder is not followed")
    return None


def _walk(folder: Path, root: Path, site: jekyll.Site, kind: str | None) -> Iterator[Found]:
    """Every entry of a folder, below `root`, as something to read or left with its reason."""
    try:
        entries = _entries(folder)
    except Unreadable as problem:
        yield problem
        return
    for entry in entries:
        relative = below(entry, root)
        left = _linked(entry, root) or _left_by_name(entry, relative, site)
        if left is not None:
            yield left
        elif entry.is_dir() and entry.name in POST_FOLDERS:
            yield from _posts(entry, root, site, kind)
        elif entry.is_dir():
            yield from _walk(entry, root, site, kind)
        else:
            yield _page(entry, root, site, kind)


def _left_by_name(entry: Path, relative: str, site: jekyll.Site) -> Left | None:
    name = entry.name
    if name.startswith("."):
        return Left(shown(entry), "hidden")
    if name == "_config.yml":
        return Left(shown(entry), "the site's settings: read, but no text")
    if any(_excluded(relative, pattern.strip("/")) for pattern in (*site.exclude, *_NEVER)):
        return Left(shown(entry), "excluded, as Jekyll excludes it")
    if name in POST_FOLDERS or not name.startswith("_"):
        return None
    if name[1:] in site.collections:
        return Left(shown(entry), "a collection; there is no place for one here yet")
    return Left(shown(entry), "Jekyll's own, holds no pages")


def _excluded(relative: str, pattern: str) -> bool:
    return bool(pattern) and (
        relative == pattern or relative.startswith(f"{pattern}/") or fnmatch(relative, pattern)
    )


def _page(entry: Path, root: Path, site: jekyll.Site, kind: str | None) -> Found:
    """A file outside `_posts`: a page of a site, or a text in a plain folder."""
    source = source_of(entry, root, site)
    reason = _no_text(entry, kind, is_post=False)
    if reason:
        return Left(shown(entry), reason)
    if site.root is None:
        return source
    if PurePosixPath(source.relative).with_suffix("").as_posix() == "index":
        return Left(shown(entry), "the old site's front page; this site makes its own")
    if kind is None and not _has_front_matter(entry):
        return Left(shown(entry), "no front matter, so it was no page of the old site either")
    return source


def _no_text(entry: Path, kind: str | None, *, is_post: bool) -> str:
    """Why a file is no text to read; "" when it is one."""
    suffix = entry.suffix.lower()
    if suffix in MARKDOWN:
        return ""
    if suffix == PLAIN_TEXT:
        return "" if kind else "a .txt file is read when --as says what it is"
    if suffix in _PAGES_OF_THEMES:
        return html_pages.THEME
    if suffix in html_pages.HTML:
        return html_pages.why_left(entry, is_post=is_post)
    return "not a text; copy pictures and files by hand"


def _has_front_matter(entry: Path) -> bool:
    try:
        return read_text(entry).startswith("---")
    except Unreadable:
        return True  # let reading it say what is wrong


def _posts(folder: Path, root: Path, site: jekyll.Site, kind: str | None) -> Iterator[Found]:
    """The posts below a `_posts` or `_drafts` folder."""
    pending = [folder]
    while pending:
        current = pending.pop(0)
        for entry in _entries(current):
            left = _linked(entry, root)
            if left is not None:
                yield left
            elif entry.is_dir():
                pending.append(entry)
            else:
                reason = _no_text(entry, kind, is_post=True)
                yield Left(shown(entry), reason) if reason else source_of(entry, root, site)
