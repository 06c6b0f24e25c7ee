"""A text's cover: its slug chooses the form, its emotions the colours."""

import hashlib
from collections.abc import Sequence
from random import Random

from practice.content.looks.window.forms import FORMS, Form
from practice.content.looks.window.forms.palette import palette
from practice.content.looks.window.forms.sheet import Sheet


def cover(slug: str, colours: Sequence[str], *, night: bool) -> str:
    """The cover as SVG, 960 × 540, of about 4 kB: presentation attributes only, nothing active.

    `colours` are names of models.COLOURS, the text's emotions; none at all makes a quiet picture.
    Day and night are the same drawing in other colours. Same arguments, same bytes.
    """
    chosen = palette(_rng("colours", slug), colours, night=night)
    sheet = Sheet(_rng("lines", slug), chosen)
    form(slug)(sheet)
    return sheet.svg()


def form(slug: str) -> Form:
    """Which form the picture of that slug has; slugs alike in their words are not alike in this."""
    return FORMS[_seed("form", slug) % len(FORMS)]


def _rng(purpose: str, slug: str) -> Random:
    return Random(_seed(purpose, slug))  # noqa: S311 -- draws pictures


def _seed(purpose: str, slug: str) -> int:
    # Separate streams: one more random number in a form leaves the colours as they are.
    digest = hashlib.blake2b(slug.encode(), digest_size=8, person=purpose.encode()).digest()
    return int.from_bytes(digest, "big")
