"""Plain text as it is printed: titles and descriptions are typed with straight quotes."""

import re

from django import template

register = template.Library()

_OPENING = re.compile(r"(?<![\w’”.,;:!?)])(['\"])(?=\w)")
_CURLY = {"'": ("‘", "’"), '"': ("“", "”")}


@register.filter
def curly(text: str) -> str:
    """Straight quotes and apostrophes as curly ones; a body has this from its Markdown."""
    opened = _OPENING.sub(lambda found: _CURLY[found[1]][0], str(text))
    return opened.replace("'", "’").replace('"', "”")


@register.filter
def in_a_row(lines: str) -> str:
    """What stands on lines of its own, with commas between."""
    return lines.replace("\n", ", ")
