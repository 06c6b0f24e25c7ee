"""From what an archive holds to what content can file: the two know nothing of each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from practice.archive import own_export, wxr
from practice.archive.documents import Document, Left, Mark, Picture, Remark, Unreadable, shown
from practice.archive.reading import read
from practice.archive.wxr_texts import Found, read_texts
from practice.content.addresses import refuse_reserved
from practice.content.filing import Filing


@dataclass
class Gathered:
    """Everything some paths hold."""

    documents: list[Document] = field(default_factory=list)
    problems: list[Unreadable] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    tags: list[Mark] = field(default_factory=list)
    emotions: list[Mark] = field(default_factory=list)
    practice: dict[str, Any] = field(default_factory=dict)
    # What pictures, marks and facts came from, for a line on what is wrong with them.
    place: str = ""

    def add(self, *found: Document | Unreadable | Left) -> None:
        for each in found:
            if isinstance(each, Document):
                self.documents.append(each)
            elif isinstance(each, Unreadable):
                self.problems.append(each)
            else:
                self.left.append(each)


def gather(
    paths: Sequence[Path], *, kind: str | None, zone: tzinfo, pictures: Path | None = None
) -> Gathered:
    """What files and folders hold: exports of ours or of WordPress, and whatever else `read` knows.

    `pictures` is where the pictures of a WordPress site lie, when they do not lie beside its export.
    """
    gathered, others = Gathered(), []
    for path in paths:
        try:
            if path.is_dir() and (own := own_export.read(path)):
                gathered.place = gathered.place or f"{shown(path)}/_data"
                _add_own(gathered, own)
            elif path.is_file() and path.suffix.lower() == wxr.SUFFIX:
                beside = pictures or path.absolute().parent
                _add_wordpress(gathered, read_texts(path, pictures=beside, zone=zone))
            else:
                others.append(path)
        except Unreadable as problem:
            gathered.add(problem)
        except OSError as problem:
            gathered.add(Unreadable(str(path), 1, f"cannot be read ({problem.strerror})"))
    gathered.add(*read(others, kind=kind, zone=zone))
    # What is public keeps its address.
    gathered.documents.sort(key=lambda document: document.draft)
    return gathered


def _add_own(gathered: Gathered, own: own_export.Export) -> None:
    gathered.add(*own.texts)
    gathered.remarks += own.remarks
    gathered.pictures += own.pictures
    gathered.tags += own.tags
    gathered.emotions += own.emotions
    gathered.practice = gathered.practice or own.practice


def _add_wordpress(gathered: Gathered, found: Found) -> None:
    gathered.add(*map(_with_free_address, found.texts))
    gathered.remarks += found.remarks
    gathered.pictures += found.pictures


def _with_free_address(found: Document | Unreadable | Left) -> Document | Unreadable | Left:
    """Other sites have a page called “services”; here that is an address of the site itself."""
    if not isinstance(found, Document):
        return found
    try:
        refuse_reserved(found.kind, found.slug)
    except ValidationError:
        slug = f"{found.slug}-{found.kind}"
        said = f"“{found.slug}” is an address of the site itself, so the slug is {slug}"
        remark = Remark(found.path.rpartition(":")[0], found.line, f"“{found.title}”: {said}")
        return replace(found, slug=slug, remarks=(*found.remarks, remark))
    return found


def filing_of(document: Document) -> Filing:
    """The same text in content's words."""
    return Filing(
        kind=document.kind,
        source=document.source,
        title=document.title,
        slug=document.slug,
        body=document.body,
        description=document.description,
        published_at=document.published_at,
        draft=document.draft,
        tags=document.tags,
        emotions=document.emotions,
        order=document.order,
        place=document.menu,
        sensitive=document.sensitive,
        old_paths=document.old_paths,
        updated=document.updated,
        drawn_from=document.drawn_from,
        lasting_id=document.lasting_id,
    )
