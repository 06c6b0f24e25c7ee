"""What a Jekyll site needs besides its texts: settings, layouts, and the lists of texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .yaml_lines import Quoted, written

CONFIG = "_config.yml"
_SITE = Path(__file__).with_name("site")

_SETTINGS = """\
# A Jekyll site, made by export_content. "jekyll build" makes its pages, below _site/.
# Drafts and scheduled texts lie in _drafts/ and are shown to nobody; "jekyll build --drafts" shows them.
# The addresses are those the texts had. Older ones are under redirect_from in each text: the plugin
# jekyll-redirect-from answers them (plugins: [jekyll-redirect-from]).
title: {title}
description: {description}
timezone: {zone}
permalink: /journal/:title/
future: false
excerpt_separator: ""
markdown: kramdown
# Braces in a text are only braces.
defaults:
  - scope: {{path: ""}}
    values: {{render_with_liquid: false}}
exclude: [manifest.json]
"""


def files(*, title: str, description: str, zone: str) -> Iterator[tuple[str, str]]:
    """Path and text of each."""
    settings = {"title": Quoted(title), "description": Quoted(description), "zone": Quoted(zone)}
    yield CONFIG, _SETTINGS.format(**{key: written(value) for key, value in settings.items()})
    for path in sorted(_SITE.rglob("*.html")):
        yield path.relative_to(_SITE).as_posix(), path.read_text(encoding="utf-8")
