"""Stylesheets kept in parts and served as one file: each look's, `looks/<name>/look.css`, and the desk's."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage

# The cascade layers in their order; each is a file, a folder of files, or both.
LAYERS = "reset tokens base layout components utilities print".split()
# Later ones have the last word; Django's own sheets, which come before, are in no layer.
DESK = "desk/desk.css"
DESK_PARTS = "tokens frame first writing content inbox signin guide".split()


def joined(folder: Path, parts: Iterable[str] = LAYERS) -> str:
    """The stylesheets in `folder`, part by part, without comments and indentation."""
    files = [
        path
        for part in parts
        for path in (folder / f"{part}.css", *sorted((folder / part).glob("*.css")))
        if path.is_file()
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r'url\("(\.\./)+', 'url("', text)  # the parts lie deeper than the whole
    return re.sub(r"\s*\n\s*", "\n", text).strip() + "\n"


class _Joined(Storage):
    """Holds the joined sheets, each made from its parts when it is read."""

    def _open(self, name: str, mode: str = "rb") -> File:
        folder = _static() / Path(name).parent / "css"
        parts = DESK_PARTS if name == DESK else LAYERS
        return ContentFile(joined(folder, parts).encode(), name=name)

    def path(self, name: str) -> str:
        return str(_static() / Path(name).parent / "css")  # collectstatic names it in its report

    def exists(self, name: str) -> bool:
        return name in self.names()

    def names(self) -> list[str]:
        folders = sorted(path for path in (_static() / "looks").iterdir() if path.is_dir())
        return [DESK, *(f"looks/{folder.name}/look.css" for folder in folders)]


class LookFinder(BaseFinder):
    """Lets Django's static files hold the joined stylesheets beside the rest."""

    storage = _Joined()

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, *args: Any, **kwargs: Any) -> Any:
        """For a server that looks files up as they are asked for: the joined one, made anew."""
        if not self.storage.exists(path):
            return []
        made = Path(settings.BASE_DIR) / "build" / path
        made.parent.mkdir(parents=True, exist_ok=True)
        with self.storage.open(path) as whole:
            made.write_bytes(whole.read())
        return [str(made)] if kwargs.get("find_all") or args[:1] == (True,) else str(made)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in self.storage.names():
            yield name, self.storage


def _static() -> Path:
    return Path(settings.STATICFILES_DIRS[0])
