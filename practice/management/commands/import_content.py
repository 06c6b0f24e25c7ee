from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from practice.archive.documents import Document, Left, Unreadable
from practice.archive.reading import read
from practice.content import covers
from practice.content.filing import Filed, file
from practice.importing import filing_of
from practice.profile.models import Practice


class Command(BaseCommand):
    help = (
        "Bring posts, guides and pages in from files: a Jekyll post, a _posts folder, a whole Jekyll "
        "site, or a guide pasted as plain text (--as guide). What is imported is public unless its "
        "file says otherwise. Running it again doubles nothing and keeps what you edited since."
    )

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
            "--keep-going",
            action="store_true",
            help="import what can be read even when a file cannot",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(read(options["paths"], kind=options["kind"], zone=Practice.load().zone))
        problems = [item for item in found if isinstance(item, Unreadable)]
        if problems and not options["keep_going"]:
            raise CommandError(_refusal([str(problem) for problem in problems]))
        documents = [item for item in found if isinstance(item, Document)]
        documents.sort(key=lambda document: document.draft)  # what is public keeps its address
        with transaction.atomic():
            outcomes = [(document, self._file(document, options)) for document in documents]
        covers.draw_soon()
        self._report(outcomes, [item for item in found if not isinstance(item, Document)])
        refused = sum(1 for _, filed in outcomes if filed.result == "skipped" and not filed.address)
        if left_out := len(problems) + refused:
            raise CommandError(f"{left_out} of the files could not be imported; the rest is in.")

    def _file(self, document: Document, options: dict[str, Any]) -> Filed:
        try:
            return file(filing_of(document), update=options["update"])
        except ValidationError as problem:
            reason = _in_words(problem)
            if options["keep_going"]:
                return Filed("skipped", reason=reason)
            raise CommandError(_refusal([f"{document.path}:1: {reason}"])) from None

    def _report(
        self, outcomes: list[tuple[Document, Filed]], others: list[Unreadable | Left]
    ) -> None:
        """A table of what became of each file, what to look at, and the line of counts."""
        width = max((len(document.path) for document, _ in outcomes), default=0)
        for document, filed in outcomes:
            public = filed.address + (" (draft)" if document.draft else "")
            detail = filed.reason if filed.result == "skipped" else public
            self.stdout.write(f"{filed.result:<10} {document.path:<{width}}  {detail}")
        for other in others:
            reason = (
                str(other) if isinstance(other, Unreadable) else f"{other.path}  {other.reason}"
            )
            self.stdout.write(f"{'skipped':<10} {reason}")
        for document, filed in outcomes:
            for remark in document.remarks:
                self.stdout.write(f"look at    {remark.path}:{remark.line}: {remark.text}")
            for note in filed.notes:
                self.stdout.write(f"look at    {document.path}: {note}")
        counts: Counter[str] = Counter(filed.result for _, filed in outcomes)
        counts["skipped"] += len(others)
        words = ("created", "updated", "unchanged", "skipped")
        self.stdout.write(", ".join(f"{word} {counts[word]}" for word in words))


def _in_words(problem: ValidationError) -> str:
    """What is wrong with which part, in one line."""
    if not hasattr(problem, "error_dict"):
        return " ".join(problem.messages)
    return " ".join(f"{name}: {' '.join(said)}" for name, said in problem.message_dict.items())


def _refusal(lines: list[str]) -> str:
    return "\n".join([*lines, "Nothing was imported. --keep-going imports the rest."])
