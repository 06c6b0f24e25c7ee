"""A page's text cut at its headings, for pages composed of panes."""

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.DOTALL)


@dataclass(frozen=True)
class Section:
    id: str
    title: SafeString
    html: SafeString


def opening(html: str) -> SafeString:
    """What stands before the first h2."""
    return mark_safe(_HEADING.split(html)[0].strip())  # noqa: S308  ours, made safe


def sections(html: str) -> list[Section]:
    """The parts of an entry's stored HTML, one for each h2; what stands before the first is not among them.

    `html` is the output of `rendering`, whose h2 headings all carry an id.
    """
    parts = _HEADING.split(html)[1:]
    return [
        Section(anchor, mark_safe(title), mark_safe(body.strip()))  # noqa: S308  ours, made safe
        for anchor, title, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]
