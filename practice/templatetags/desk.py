"""What the desk's templates need that Django's do not offer."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import zip_longest
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_TAG = len("<td")
_BOX = re.compile(r"<(?:input|select|textarea)(?=[ >])(?![^>]*type=\"hidden\")")


@register.filter
def labelled(cells: Iterable[str], headers: Iterable[dict[str, Any]]) -> Iterator[SafeString]:
    """The cells of a row, each with its column's name, for a screen too narrow for columns."""
    for cell, header in zip_longest(cells, headers):
        if cell is None:
            continue
        name = strip_tags(str(header["text"])).strip() if header else ""
        role = "rowheader" if cell.startswith("<th") else "cell"
        added = format_html(' role="{}" data-label="{}"', role, name[:1].upper() + name[1:])
        label = format_html(' aria-label="{}"', name)  # a box in a list has no other
        rest = _BOX.sub(partial(_after, label), cell[_TAG:]) if name else cell[_TAG:]
        yield mark_safe(cell[:_TAG] + added + rest)  # noqa: S308  Django's own cell


def _after(added: str, found: re.Match[str]) -> str:
    return found[0] + added


@register.filter
def with_code(text: str) -> SafeString:
    """A sentence in which `these` are shown as code."""
    parts = enumerate(text.split("`"))  # every second one stands between two of them
    return format_html_join("", "{}", ((_code(part) if n % 2 else part,) for n, part in parts))


def _code(text: str) -> SafeString:
    return format_html("<code>{}</code>", text)


@register.filter
def breakable(name: str) -> SafeString:
    """A long name of a file or a test that may go on in the next line after each of its parts."""
    parts = ((part,) for part in re.split(r"(?<=[/_:])(?!:)", name))
    return format_html_join(SafeString("<wbr>"), "{}", parts)
