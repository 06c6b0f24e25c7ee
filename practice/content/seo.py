"""What machines read: absolute addresses, descriptions and structured data in schema.org's words.

Only what a page says to people, too. The practice is handed in, because content knows no profile.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

from practice.content.addresses import Kind
from practice.content.models import Entry
from practice.content.rendering import plain

_LONGEST = 160  # letters; what search results show of a description
_SHORTEST = 50  # less than this says too little: then rather half a sentence more
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_SENTENCES = re.compile(r".*[.!?…。！？][”’\"')\]]*(?=\s|$|[^\x00-\u2fff])", re.DOTALL)
_HEADING = re.compile(r"<(h[23]) [^>]*>(.*?)</\1>", re.DOTALL)
_QUESTION = re.compile(r"\?\s*(?:</[a-z]+>\s*)*</h[23]>")
_ARTICLES = {Kind.POST: "BlogPosting", Kind.GUIDE: "Article"}
# Where a text of each kind stands below the front page.
_SHELVES = {
    Kind.POST: ("Journal", "/journal/"),
    Kind.GUIDE: ("Guides", "/guides/"),
    Kind.SERVICE: ("Services", "/services/"),
}

Facts = dict[str, Any]


def absolute(path: str) -> str:
    """The public address of a path, built from SITE_URL and never from a request's Host header."""
    return f"{settings.SITE_URL}{iri_to_uri(path)}"


def json_ld(data: Facts) -> SafeString:
    """JSON for a <script type="application/ld+json"> data block, with nothing that could close it."""
    data = {"@context": "https://schema.org", **data}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, escape)
    return mark_safe(text)  # noqa: S308


def description_of(entry: Entry) -> str:
    """What the practitioner wrote below the title, or else how the text begins."""
    return entry.description or beginning(entry.html)


def beginning(html: str) -> str:
    """The first sentences of a text, as many as fit; of a long one its first words."""
    words = ""
    for paragraph in _PARAGRAPH.finditer(html):
        words = f"{words} {plain(paragraph[1])}".strip()
        if len(words) > _LONGEST:
            break
    words = words or plain(html[: 4 * _LONGEST])  # nothing but a list, or a table
    if len(words) <= _LONGEST:
        return words
    whole = _SENTENCES.match(words[:_LONGEST])
    if whole and len(whole[0]) >= _SHORTEST:
        return whole[0]
    # A script without spaces is cut where it is.
    return f"{(words[:_LONGEST].rpartition(' ')[0] or words[:_LONGEST]).rstrip(' ,;:–—')}…"


def facts_of(entry: Entry, practice: Any) -> list[Facts]:
    """What the page of a published text says of it: what it is, where it stands, what it answers."""
    found = [_trail(entry)] if entry.kind in _SHELVES else []
    if entry.kind in _ARTICLES:
        found.insert(0, _article(entry, practice))
    elif entry.kind == Kind.SERVICE:
        found.insert(0, _service(entry, practice))
    if entry.kind == Kind.PAGE and (answers := questions(entry.html)):
        found.append({"@type": "FAQPage", "mainEntity": [_answered(*pair) for pair in answers]})
    return found


def publisher(practice: Any) -> Facts:
    """The practice, in as few words as name it."""
    return {"@type": "ProfessionalService", "name": practice.name, "url": absolute("/")}


def _article(entry: Entry, practice: Any) -> Facts:
    author = {"@type": "Person", "name": practice.practitioner, "url": absolute("/about/")}
    return given(
        {
            "@type": _ARTICLES[Kind(entry.kind)],
            "headline": entry.title,
            "description": description_of(entry),
            "url": absolute(entry.get_absolute_url()),
            "image": absolute(entry.card) if entry.art else "",
            "datePublished": moment(entry.publish_at),
            "dateModified": moment(entry.changed),
            "author": author if practice.practitioner else publisher(practice),
            "publisher": publisher(practice),
        }
    )


def _service(entry: Entry, practice: Any) -> Facts:
    return given(
        {
            "@type": "Service",
            "name": entry.title,
            "description": description_of(entry),
            "url": absolute(entry.get_absolute_url()),
            "provider": publisher(practice),
        }
    )


def _trail(entry: Entry) -> Facts:
    """The way to a text from the front page; its last step is the page itself and needs no address."""
    shelf, path = _SHELVES[Kind(entry.kind)]
    steps = [("Home", "/"), (shelf, path), (entry.title, "")]
    items = [
        given(
            {
                "@type": "ListItem",
                "position": number,
                "name": name,
                "item": absolute(at) if at else "",
            }
        )
        for number, (name, at) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def questions(html: str) -> list[tuple[str, str]]:
    """Each question of a text and its answer, when the text is a list of them: two or more headings
    of one level, and all of them questions. Else nothing: a question in passing is no such list.
    """
    if (
        len(_QUESTION.findall(html)) < 2
    ):  # most texts; taking them apart takes longer than all the rest
        return []
    for level in ("h2", "h3"):
        parts = list(_sections(html, level))
        if len(parts) > 1 and all(title.endswith("?") and words for title, words in parts):
            return parts
    return []


def _sections(html: str, level: str) -> Iterable[tuple[str, str]]:
    """The headings of a level, each with the words below it up to the next that is as high."""
    headings = list(_HEADING.finditer(html))
    for number, heading in enumerate(headings):
        if heading[1] == level:
            later = (each.start() for each in headings[number + 1 :] if each[1] <= level)
            yield plain(heading[2]), plain(html[heading.end() : next(later, len(html))])


def _answered(question: str, answer: str) -> Facts:
    return {
        "@type": "Question",
        "name": question,
        "acceptedAnswer": {"@type": "Answer", "text": answer},
    }


def moment(when: Any) -> str:
    """A time as machines read it, in the practice's zone."""
    return str(timezone.localtime(when).isoformat(timespec="seconds"))


def given(facts: Facts) -> Facts:
    """Without what nobody filled in."""
    return {name: value for name, value in facts.items() if value}
