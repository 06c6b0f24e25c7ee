"""What comes with texts and is none: pictures, tags and emotions, the practice's own facts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from practice.archive.documents import Mark, Picture, shown
from practice.content.images.changes import keep
from practice.content.images.preparing import Refused, prepare
from practice.content.models import Emotion, Image, Tag
from practice.exporting import NOT_A_FACT, OF_A_CRISIS_LINE
from practice.profile.models import CrisisLine, Practice


@dataclass
class Prepared:
    """Images whose files are made, a note on each that is not taken, a line on each that cannot be."""

    images: list[Image] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def prepared(pictures: Iterable[Picture]) -> Prepared:
    """The images to be stored. Up to some seconds each, so call it outside any transaction.

    What is wrong with a picture of another site costs that picture; a copy of our own is whole or nothing.
    """
    done = Prepared()
    for picture in pictures:
        try:
            done.images += _image(picture, done)
        except (Refused, OSError) as problem:
            lines = done.refused if picture.kept else done.notes
            lines.append(f"{shown(picture.file)}:1: {problem}")
    return done


def _image(picture: Picture, done: Prepared) -> list[Image]:
    with picture.file.open("rb") as file:
        made = prepare(file, kept=picture.kept)
    named = Image.objects.filter(name__iexact=picture.name).first()
    same = Image.objects.filter(digest=made.digest).first()
    same = same or next((image for image in done.images if image.digest == made.digest), None)
    if named and named.digest == made.digest:
        return []
    if named:
        done.notes.append(
            f"{shown(picture.file)}: {picture.name} is another picture here, which stays"
        )
        return []
    if same:
        done.notes.append(
            f"{shown(picture.file)}: this picture is here already, called {same.name}"
        )
        return []
    image = Image(name=picture.name, alt=picture.alt, caption=picture.caption)
    image.decorative = picture.decorative or not picture.alt.strip()
    image.digest, image.width, image.height = made.digest, made.width, made.height
    image.widths = made.widths
    return [image]


def store_images(images: Iterable[Image]) -> None:
    """Raises ValidationError."""
    for image in images:
        image.full_clean()
        keep(image)


def store_marks(tags: Iterable[Mark], emotions: Iterable[Mark]) -> None:
    """Those that are not here yet, with the names they once had. Raises ValidationError."""
    for model, marks in ((Tag, tags), (Emotion, emotions)):
        for mark in marks:
            _store_mark(model, mark)


def _store_mark(model: Any, mark: Mark) -> None:
    found = model.objects.filter(Q(slug=mark.slug) | Q(name=mark.name)).first()
    if found is None:
        extra = {"colour": mark.colour} if model is Emotion and mark.colour else {}
        found = model(name=mark.name, slug=mark.slug, description=mark.description, **extra)
        found.full_clean()
        found.save()
    earlier = model._meta.get_field("old").related_model
    for slug, name in mark.old:
        if model.objects.filter(slug=slug).exists() or earlier.objects.filter(slug=slug).exists():
            continue
        row = earlier(slug=slug, name=name, mark=found)
        row.full_clean()
        row.save()


def store_facts(facts: dict[str, Any]) -> bool:
    """Fill in the profile, where nobody has yet; whether it was. Raises ValidationError."""
    if not facts or Practice.objects.exists():
        return False
    names = {field.name for field in Practice._meta.concrete_fields} - NOT_A_FACT
    practice = Practice(**{name: value for name, value in facts.items() if name in names})
    practice.portrait = Image.objects.filter(name=str(facts.get("portrait", ""))).first()
    practice.full_clean()
    practice.save()
    for line in _rows(facts.get("crisis_lines")):
        row = CrisisLine(practice=practice, **{name: line.get(name) for name in OF_A_CRISIS_LINE})
        row.full_clean()
        row.save()
    return True


def _rows(found: Any) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise ValidationError("the crisis lines cannot be read")
    return found
