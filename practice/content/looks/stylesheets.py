"""A look's stylesheets as one file: `looks/<name>/look.css`, one request instead of seven."""

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


def joined(folder: Path) -> str:
    """The stylesheets in `folder`, layer by layer, without comments and indentation."""
    files = [
        path
        for layer in LAYERS
        for path in (folder / f"{layer}.css", *sorted((folder / layer).glob("*.css")))
        if path.is_file()
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r'url\("(\.\./)+', 'url("', text)  # the parts lie deeper than the whole
    return re.sub(r"\s*\n\s*", "\n", text).strip() + "\n"


class _Joined(Storage):
    """Holds `looks/<name>/look.css` for every look, made from its parts when it is read."""

    def _open(self, name: str, mode: str = "rb") -> File:
        folder = _static() / Path(name).parent / "css"
        return ContentFile(joined(folder).encode(), name=name)

    def path(self, name: str) -> str:
        return str(_static() / Path(name).parent / "css")  # collectstatic names it in its report

    def exists(self, name: str) -> bool:
        return name in self.names()

    def names(self) -> list[str]:
        folders = sorted(path for path in (_static() / "looks").iterdir() if path.is_dir())
        return [f"looks/{folder.name}/look.css" for folder in folders]


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
