"""What the desk's templates need that Django's do not offer."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_TAG = len("<td")


@register.filter
def labelled(cells: Iterable[str], headers: Iterable[dict[str, Any]]) -> Iterator[SafeString]:
    """The cells of a row, each with its column's name, for a screen too narrow for columns."""
    for cell, header in zip_longest(cells, headers):
        if cell is None:
            continue
        name = strip_tags(str(header["text"])).strip() if header else ""
        role = "rowheader" if cell.startswith("<th") else "cell"
        added = format_html(' role="{}" data-label="{}"', role, name[:1].upper() + name[1:])
        yield mark_safe(cell[:_TAG] + added + cell[_TAG:])  # noqa: S308  Django's own cell
