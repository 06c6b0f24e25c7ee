"""Paths into documents: which files are read, and as what."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from fnmatch import fnmatch
from pathlib import Path

from . import jekyll
from .assembling import PLAIN_TEXT, Source, document
from .documents import Document, Left, Unreadable
from .text_files import read_text

MARKDOWN = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown")
POST_FOLDERS = {"_posts": "posts", "_drafts": "drafts"}
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
_PAGES_OF_THEMES = (".html", ".htm", ".xml", ".json")

Found = Source | Unreadable | Left


def read(
    paths: Sequence[Path], *, kind: str | None, zone: tzinfo
) -> Iterator[Document | Unreadable | Left]:
    """The documents in files and folders, in the order given and by name within a folder.

    Unreadable is yielded, not raised: whether to go on is the caller's decision.
    `kind` says what every file is; None lets each file say. `zone` is for dates without one.
    """
    seen: dict[str, str] = {}
    files: set[Path] = set()
    for found in (one for path in paths for one in _found(path, kind)):
        if not isinstance(found, Source):
            yield found
            continue
        if found.file.resolve() in files:
            continue
        files.add(found.file.resolve())
        yield _once(_document(found, kind, zone), seen)


def _document(source: Source, kind: str | None, zone: tzinfo) -> Document | Unreadable:
    try:
        return document(source, kind, zone)
    except Unreadable as problem:
        return problem


def _once(found: Document | Unreadable, seen: dict[str, str]) -> Document | Unreadable:
    """Two files of one name would take turns replacing each other at every update."""
    if isinstance(found, Unreadable):
        return found
    other = seen.setdefault(found.source, found.path)
    if other != found.path:
        reason = f"has the same name as {other}; rename one of them"
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
    reason = _no_text(path, kind)
    if reason:
        return Left(str(path), reason)
    folder = next((p for p in path.absolute().parents if p.name in POST_FOLDERS), None)
    if folder is None:
        return Source(path, path.name)
    site, categories = _site_above(folder)
    return Source(path, path.name, POST_FOLDERS[folder.name], site, categories)


def _site_above(posts: Path) -> tuple[jekyll.Site, tuple[str, ...]]:
    """The site a `_posts` folder belongs to, and the categories the folders between them are."""
    between: list[str] = []
    for parent in posts.absolute().parents:
        if (parent / "_config.yml").is_file():
            return jekyll.load_site(parent), tuple(reversed(between))
        between.append(parent.name)
    return jekyll.Site(), ()


def _in_folder(folder: Path, kind: str | None) -> Iterator[Found]:
    if folder.name in POST_FOLDERS:
        site, categories = _site_above(folder)
        yield from _posts(folder, folder, site, categories, kind)
    elif (folder / "_config.yml").is_file():
        if _leads_outside(folder / "_config.yml", folder):
            raise Unreadable(str(folder / "_config.yml"), 1, "a link leading outside the folder")
        yield from _walk(folder, folder, jekyll.load_site(folder), kind)
    else:
        yield from _walk(folder, folder, jekyll.Site(), kind)


def _entries(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(folder / entry.name for entry in entries)
    except OSError as error:
        raise Unreadable(str(folder), 1, f"the folder cannot be read ({error.strerror})") from error


def _leads_outside(entry: Path, root: Path) -> bool:
    return entry.is_symlink() and not entry.resolve().is_relative_to(root.resolve())


def _linked(entry: Path, root: Path) -> Left | None:
    if _leads_outside(entry, root):
        return Left(str(entry), "a link leading outside the folder is not followed")
    if entry.is_symlink() and entry.is_dir():
        return Left(str(entry), "a linked folder is not followed")
    return None


def _walk(folder: Path, root: Path, site: jekyll.Site, kind: str | None) -> Iterator[Found]:
    """Every entry of a folder, below `root`, as something to read or left with its reason."""
    try:
        entries = _entries(folder)
    except Unreadable as problem:
        yield problem
        return
    for entry in entries:
        relative = entry.relative_to(root).as_posix()
        left = _linked(entry, root) or _left_by_name(entry, relative, site)
        if left is not None:
            yield left
        elif entry.is_dir() and entry.name in POST_FOLDERS:
            categories = tuple(relative.split("/")[:-1])
            yield from _posts(entry, root, site, categories, kind)
        elif entry.is_dir():
            yield from _walk(entry, root, site, kind)
        else:
            yield _page(entry, relative, site, kind)


def _left_by_name(entry: Path, relative: str, site: jekyll.Site) -> Left | None:
    name = entry.name
    if name.startswith("."):
        return Left(str(entry), "hidden")
    if name == "_config.yml":
        return Left(str(entry), "the site's settings: read, but no text")
    if any(_excluded(relative, pattern.strip("/")) for pattern in (*site.exclude, *_NEVER)):
        return Left(str(entry), "excluded, as Jekyll excludes it")
    if name in POST_FOLDERS or not name.startswith("_"):
        return None
    if name[1:] in site.collections:
        return Left(str(entry), "a collection; there is no place for one here yet")
    return Left(str(entry), "Jekyll's own, holds no pages")


def _excluded(relative: str, pattern: str) -> bool:
    return bool(pattern) and (
        relative == pattern or relative.startswith(f"{pattern}/") or fnmatch(relative, pattern)
    )


def _page(entry: Path, relative: str, site: jekyll.Site, kind: str | None) -> Found:
    """A file outside `_posts`: a page of a site, or a text in a plain folder."""
    reason = _no_text(entry, kind)
    if reason:
        return Left(str(entry), reason)
    if site.root is None:
        return Source(entry, relative)
    if entry.stem == "index" and entry.parent == site.root:
        return Left(str(entry), "the old site's front page; this site makes its own")
    if kind is None and not _has_front_matter(entry):
        return Left(str(entry), "no front matter, so it was no page of the old site either")
    return Source(entry, relative, "pages", site)


def _no_text(entry: Path, kind: str | None) -> str:
    """Why a file is no text to read, from its ending; "" when it is one."""
    suffix = entry.suffix.lower()
    if suffix in MARKDOWN:
        return ""
    if suffix == PLAIN_TEXT:
        return "" if kind else "a .txt file is read when --as says what it is"
    if suffix in _PAGES_OF_THEMES:
        return "a page of the theme, not a text"
    return "not a text; copy pictures and files by hand"


def _has_front_matter(entry: Path) -> bool:
    try:
        return read_text(entry).startswith("---")
    except Unreadable:
        return True  # let reading it say what is wrong


def _posts(
    folder: Path, root: Path, site: jekyll.Site, categories: tuple[str, ...], kind: str | None
) -> Iterator[Found]:
    """The posts below a `_posts` or `_drafts` folder."""
    place = POST_FOLDERS.get(folder.name, "")
    pending = [folder]
    while pending:
        current = pending.pop(0)
        for entry in _entries(current):
            left = _linked(entry, root)
            if left is not None:
                yield left
            elif entry.is_dir():
                pending.append(entry)
            elif entry.suffix.lower() in MARKDOWN or (kind and entry.suffix == PLAIN_TEXT):
                relative = f"{folder.name}/{entry.name}"
                yield Source(entry, relative, place, site, categories)
            else:
                yield Left(str(entry), "not a Markdown file")
