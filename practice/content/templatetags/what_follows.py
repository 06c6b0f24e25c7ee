"""What follows from deleting something, for the page that asks whether one is sure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

from practice.content import linking
from practice.content.models import Entry, Image

register = template.Library()


@dataclass(frozen=True)
class Consequence:
    """`name` would be gone; `said` are sentences about it, `links` the texts that lead to it still."""

    name: str
    said: list[str]
    links: list[linking.Linking]


@register.simple_tag
def what_follows(objects: Any) -> list[Consequence]:
    """For one object or several: what visitors get then, and who still links there."""
    if not isinstance(objects, Iterable):
        objects = [objects]
    return [_of(each) for each in objects]


def _of(thing: Any) -> Consequence:
    if isinstance(thing, Entry):
        return _of_entry(thing)
    if isinstance(thing, Image):  # one that a text shows is not deleted at all
        return Consequence(str(thing), ["No text shows it."], [])
    return _of_mark(thing)


def _of_entry(entry: Entry) -> Consequence:
    path = entry.get_absolute_url()
    old = [row.path for row in entry.old_addresses.all()]
    said = []
    if not entry.is_public:
        said.append("It is not public, so visitors notice nothing.")
    elif linking.stays(path):
        said.append(f"At {path} stands an empty page then, until you write another.")
    else:
        said.append(f"At {path} visitors read then that this page is not here.")
    if entry.is_public and entry.place:
        said.append(f"It is {entry.get_place_display()}, and goes from there.")
    if old and entry.is_public:
        said.append(f"Older addresses that lead to it stop working too: {', '.join(old)}.")
    if given := entry.preview_links.live().count():
        said.append(f"{_number(given, 'preview link')} to it end{'s' if given == 1 else ''}.")
    if unsaved := entry.revisions.unsaved().values("author").distinct().order_by().count():
        people = "1 person" if unsaved == 1 else f"{unsaved} people"
        said.append(f"What {people} typed here and did not save is kept for them, as a new text.")
    return Consequence(str(entry), said, linking.linking_to([path, *old], besides=entry))


def _of_mark(mark: Any) -> Consequence:
    path, uses = mark.get_absolute_url(), mark.entries.count()
    old = [row.slug for row in mark.old.all()]
    said = [
        f"{_number(uses, 'text')} lose{'s' if uses == 1 else ''} it and stay{'s' if uses == 1 else ''}."
        if uses
        else "No text uses it.",
        f"At {path}, and at its feed, visitors read then that this page is not here.",
    ]
    if old:
        said.append(f"Its older addresses stop working too: {', '.join(old)}.")
    said.append("To keep them working, merge it into another one instead.")
    return Consequence(str(mark), said, linking.linking_to([path]))


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
