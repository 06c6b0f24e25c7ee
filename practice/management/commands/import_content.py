from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from practice import taking_in
from practice.archive.documents import Document
from practice.content import covers
from practice.content.filing import Filed, Filing
from practice.content.filing_many import Outcome, count_anew, file_all
from practice.content.models import Image
from practice.content.rendering_many import Made, render_all
from practice.importing import Gathered, filing_of, gather
from practice.management.paragraphs import HelpInParagraphs
from practice.profile.models import Practice
from practice.progress import counted

HELP = """\
Bring in what you wrote elsewhere. PATH is one of these, or several:

  the folder that export_content made      everything in it, as it was
  the file WordPress or Squarespace gives  (.xml; in WordPress under Tools, Export)
  a Jekyll site, its _posts folder, or single posts
  a guide pasted as plain text             (with --as guide)

What is imported is public unless its file says otherwise: a draft stays a draft, and what waits for
its day goes on waiting. Running it again doubles nothing and keeps what you edited since.

All of it comes in, or nothing does and a line says why. Nothing is fetched from the network.
"""


class Command(HelpInParagraphs):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
        parser.add_argument(
            "--as",
            dest="kind",
            choices=["post", "guide", "service"],
            help="what the files are, when they do not say so themselves",
        )
        parser.add_argument(
            "--update", action="store_true", help="replace texts even where you edited them here"
        )
        parser.add_argument(
            "--pictures",
            type=Path,
            metavar="DIR",
            help="where the pictures of a WordPress site lie, when not beside its file: the folder "
            "called uploads, in any copy of the site",
        )
        parser.add_argument(
            "--keep-going",
            action="store_true",
            help="import what can be read even when a file cannot",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = gather(
            options["paths"],
            kind=options["kind"],
            zone=Practice.load().zone,
            pictures=options["pictures"],
        )
        pictures = counted(found.pictures, len(found.pictures), "Pictures")
        # Before anything is stored: pictures and pages take their time, and others want to write.
        ready = taking_in.prepared(pictures if _may_go_on(found.problems, options) else [])
        problems = [*map(str, found.problems), *ready.refused]
        if problems and not options["keep_going"]:
            raise CommandError(_refusal(problems))
        filings = [filing_of(document) for document in found.documents]
        made = self._rendered(filings, ready.images)
        with transaction.atomic():
            filed = self._store(found, ready.images, filings, made, options)
        count_anew()
        covers.draw_soon()
        outcomes = list(zip(found.documents, filed, strict=True))
        self._report(outcomes, found, [*ready.refused, *ready.notes])
        refused = sum(1 for _, each in outcomes if each.result == "skipped" and not each.address)
        if left_out := len(problems) + refused:
            raise CommandError(f"{left_out} of the files could not be imported; the rest is in.")

    def _rendered(self, filings: list[Filing], images: list[Image]) -> list[Made]:
        shown = {image.name.lower(): image.shown for image in [*Image.objects.all(), *images]}
        made = render_all([each.tidied().body for each in filings], shown)
        return list(counted(made, len(filings), "Reading"))

    def _store(
        self,
        found: Gathered,
        images: list[Image],
        filings: list[Filing],
        made: list[Made],
        options: dict[str, Any],
    ) -> list[Filed]:
        """Everything, in the transaction around it; what became of each text."""
        try:
            taking_in.store_images(images)
            taking_in.store_marks(found.tags, found.emotions)
            taking_in.store_facts(found.practice)
        except ValidationError as problem:
            raise CommandError(_refusal([f"{found.place}: {_in_words(problem)}"])) from None
        outcomes = file_all(filings, made, update=options["update"])
        watched = counted(outcomes, len(filings), "Storing")
        return [
            _settled(document, outcome, options)
            for document, outcome in zip(found.documents, watched, strict=True)
        ]

    def _report(
        self, outcomes: list[tuple[Document, Filed]], found: Gathered, lines: list[str]
    ) -> None:
        """A table of what became of each file, what to look at, and the line of counts."""
        width = max((len(document.path) for document, _ in outcomes), default=0)
        for document, filed in outcomes:
            public = filed.address + (" (draft)" if document.draft else "")
            detail = filed.reason if filed.result == "skipped" else public
            self.stdout.write(f"{filed.result:<10} {document.path:<{width}}  {detail}")
        left = [f"{each.path}  {each.reason}" for each in found.left]
        for said in [*map(str, found.problems), *left]:
            self.stdout.write(f"{'skipped':<10} {said}")
        remarks = [*found.remarks, *(each for document, _ in outcomes for each in document.remarks)]
        notes = [f"{document.path}: {note}" for document, filed in outcomes for note in filed.notes]
        said_of = [f"{remark.path}:{remark.line}: {remark.text}" for remark in remarks]
        for said in [*said_of, *notes, *lines]:
            self.stdout.write(f"look at    {said}")
        counts: Counter[str] = Counter(filed.result for _, filed in outcomes)
        counts["skipped"] += len(found.problems) + len(found.left)
        words = ("created", "updated", "unchanged", "skipped")
        self.stdout.write(", ".join(f"{word} {counts[word]}" for word in words))


def _may_go_on(problems: Sequence[Any], options: dict[str, Any]) -> bool:
    return not problems or options["keep_going"]


def _settled(document: Document, outcome: Outcome, options: dict[str, Any]) -> Filed:
    """What became of a text; raises CommandError, and so undoes everything, where it could not be filed."""
    if isinstance(outcome, Filed):
        return outcome
    reason = _in_words(outcome)
    if options["keep_going"]:
        return Filed("skipped", reason=reason)
    place = document.path.removesuffix(f":{document.line}")
    raise CommandError(_refusal([f"{place}:{document.line}: {reason}"]))


def _in_words(problem: ValidationError) -> str:
    """What is wrong with which part, in one line."""
    if not hasattr(problem, "error_dict"):
        return " ".join(problem.messages)
    return " ".join(f"{name}: {' '.join(said)}" for name, said in problem.message_dict.items())


def _refusal(lines: list[str]) -> str:
    return "\n".join([*lines, "Nothing was imported. --keep-going imports the rest."])
