"""Looks. Each is a folder `static/looks/<name>/` and a package here that draws; the profile names one.

Adding a look changes nothing else: no template, view or model knows which is on.
"""

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import NamedTuple, Protocol, cast

DEFAULT = "window"


class Stone(NamedTuple):
    """An emotion as the picture of emotions shows it; `written` counts the texts about it."""

    name: str
    address: str
    colour: str
    written: int


# How many texts two emotions share, by their names in alphabetical order.
Shared = Mapping[tuple[str, str], int]


class Look(Protocol):
    """What the package of a look offers. Everything is deterministic: same arguments, same bytes."""

    TITLE: str  # as the profile's list of looks calls it
    PRELOAD: tuple[str, ...]  # faces every page needs at once, under static/looks/<name>/
    VERSION: int  # raise it when a drawing changes, and `manage.py up` draws every cover again

    def cover(self, slug: str, colours: Sequence[str], *, night: bool) -> str:
        """A text's cover as SVG, 960 × 540; `colours` are those of its emotions, of models.COLOURS."""

    def card(self, slug: str, colours: Sequence[str], *, title: str) -> bytes:
        """The same drawing as other sites preview it: PNG, 1200 × 630, with the title."""

    def swatch(self, colour: str) -> tuple[str, str]:
        """One colour of models.COLOURS by day and by night, each as "#rrggbb"."""

    def field(self, stones: Sequence[Stone], shared: Shared, *, tall: bool) -> str:
        """All emotions as one SVG to stand in a page: links, painted by the look's stylesheet."""


_ask: Callable[[], str] = lambda: DEFAULT  # noqa: E731


def chosen_by(ask: Callable[[], str]) -> None:
    """Let `ask()` say which look is on; the profile does this when the site starts."""
    global _ask  # noqa: PLW0603
    _ask = ask


@cache
def available() -> dict[str, str]:
    """The looks there are: {name: title}."""
    found = [module.name for module in pkgutil.iter_modules(__path__) if module.ispkg]
    return {name: _package(name).TITLE for name in found}


def existing(name: str) -> str:
    """`name`, or the first look's when there is none of that name (any more)."""
    return name if name in available() else DEFAULT


def named(name: str) -> Look:
    return _package(existing(name))


def current_name() -> str:
    """The look that is on."""
    return existing(_ask())


def current() -> Look:
    return named(current_name())


def _package(name: str) -> Look:
    return cast(Look, import_module(f"{__name__}.{name}"))
