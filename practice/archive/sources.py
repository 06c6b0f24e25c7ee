"""A file to read, where it lies in its site, and the name it is known by from import to import."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from . import jekyll
from .documents import Unreadable, shown

POST_FOLDERS = {"_posts": "posts", "_drafts": "drafts"}


@dataclass(frozen=True)
class Source:
    """A file to read; `relative` is its place below the site's root, or below the folder given.

    `place` is "posts", "drafts", "pages" (of a site) or "loose".
    """

    file: Path
    relative: str
    place: str = "loose"
    site: jekyll.Site = field(default_factory=jekyll.Site)
    categories: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return shown(self.file)

    @property
    def stem(self) -> str:
        return PurePosixPath(self.relative).stem

    @property
    def name(self) -> str:
        """The file's own name without date and ending; an index is named after its folder."""
        folder = absolute(self.file).parent.name
        return folder if self.stem == "index" and folder else jekyll.dated_name(self.stem)[1]

    def identity(self, kind: str) -> str:
        """The name across imports: folders count where the site's root is known, because only
        then are they the same whether the file, its folder or the whole site is imported."""
        if self.site.root is None:
            return f"{kind}:{self.name if self.stem == 'index' else self.stem}"
        folders = [part for part in self.relative.split("/")[:-1] if part not in POST_FOLDERS]
        own = [] if self.stem == "index" and folders else [self.stem]
        return f"{kind}:{'/'.join([*folders, *own])}"


def absolute(path: Path) -> Path:
    """The path from the root, without `.` and `..`; links stay, a linked `_posts` is one too."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps the dots


def place_of(folder: Path) -> tuple[Path, jekyll.Site]:
    """The folder that places are counted from, and the site it is the root of, if any."""
    folder = absolute(folder)
    above = (folder, *folder.parents)
    for root in above:
        config = root / "_config.yml"
        if config.is_file():
            if leads_outside(config, root):
                raise Unreadable(str(config), 1, "a link leading outside the folder")
            return root, jekyll.load_site(root)
    posts = next((one for one in above if one.name in POST_FOLDERS), None)
    return (posts.parent if posts else folder), jekyll.Site()


def leads_outside(entry: Path, root: Path) -> bool:
    """Whether an entry is a link to something that is not below `root`."""
    return entry.is_symlink() and not entry.resolve().is_relative_to(root.resolve())


def source_of(entry: Path, root: Path, site: jekyll.Site) -> Source:
    """A file as what Jekyll takes it for; the folders above `_posts` are categories."""
    relative = below(entry, root)
    folders = relative.split("/")[:-1]
    special = next((i for i, name in enumerate(folders) if name in POST_FOLDERS), None)
    if special is None:
        return Source(entry, relative, "pages" if site.root else "loose", site)
    place = POST_FOLDERS[folders[special]]
    return Source(entry, relative, place, site, tuple(folders[:special]))


def below(entry: Path, root: Path) -> str:
    """The path of an entry counted from `root`, with slashes."""
    return absolute(entry).relative_to(absolute(root)).as_posix()
