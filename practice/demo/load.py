"""Reads the demo content beside this file into an empty, or half-filled, site."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from practice.archive.documents import Document
from practice.archive.front_matter import split
from practice.archive.reading import read
from practice.content.filing import file
from practice.content.models import Emotion, Tag
from practice.importing import filing_of
from practice.profile.models import CrisisLine, Notice, NoticeVersion, Practice

FOLDER = Path(__file__).resolve().parent


@transaction.atomic
def load_demo() -> dict[str, int]:
    """Add what is not there yet; how many entries were created and how many left as they were."""
    practice = _practice()
    for model, name in ((Emotion, "emotions"), (Tag, "tags")):
        for row in _yaml(f"{name}.yaml"):
            model.objects.get_or_create(slug=row.pop("slug"), defaults=row)
    counts = {"created": 0, "left": 0}
    for item in read([FOLDER / name for name in _FOLDERS], kind=None, zone=practice.zone):
        if not isinstance(item, Document):
            raise TypeError(f"The demo content holds a file that cannot be read: {item}")
        result = file(filing_of(item)).result
        counts["created" if result == "created" else "left"] += 1
    for path in sorted((FOLDER / "notices").glob("*.md")):
        _notice(path)
    return counts


_FOLDERS = ("posts", "guides", "services", "pages")


def _practice() -> Practice:
    found = Practice.objects.first()
    if found:
        return found
    row = _yaml("practice.yaml")
    lines = row.pop("crisis_lines")
    practice = Practice.objects.create(**row)
    for order, line in enumerate(lines):
        CrisisLine.objects.create(practice=practice, order=order, **line)
    return practice


def _notice(path: Path) -> None:
    parts = split(path.read_text(encoding="utf-8"), str(path))
    about: dict[str, Any] = dict(parts.values)
    notice, made = Notice.objects.get_or_create(
        slug=about["slug"],
        defaults={"title": about["title"], "description": about.get("description", "")},
    )
    if made:
        NoticeVersion.objects.create(
            notice=notice,
            effective=_day(about["effective"]),
            review_by=_day(about["review_by"]),
            source=about.get("source", ""),
            body=parts.body,
        )


def _day(value: Any) -> date:
    return date.fromisoformat(str(value))


def _yaml(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
