import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from practice.archive import whole
from practice.content.models import Entry
from practice.exporting import Lost, export
from practice.management.paragraphs import HelpInParagraphs
from practice.progress import counted

HELP = """\
Take everything you wrote away with you, as plain files in a new folder.

Each post, guide, service and page becomes a text file (Markdown) that any editor opens. Beside them
lie your pictures, your tags and emotions, the old addresses, and what your profile says. The folder
is a Jekyll site: the free program of that name makes web pages of it ("jekyll build"), and another
site like this one reads it back with import_content.

Drafts and texts that wait for their day lie below _drafts/, where Jekyll shows them to nobody. Keep
the folder as private as they are.

Not in it: requests people sent you, sign-ins, earlier versions of a text, notices, days away, and
the drawn covers, which are drawn anew from the same words.
"""


class Command(HelpInParagraphs):
    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, metavar="DIR", help="a new folder, or one that is empty"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        target = Path(os.path.abspath(options["folder"]))  # noqa: PTH100 - links in it stay links
        try:
            with whole.folder(target) as folder:
                counts, remarks = export(folder, _watched)
        except whole.Refused as problem:
            raise CommandError(str(problem)) from None
        except Lost as problem:
            raise CommandError(
                f"These pictures have lost their files: {problem}. Choose each again on the desk, or "
                "delete it there. Nothing was written."
            ) from None
        for remark in remarks:
            self.stdout.write(f"look at    {remark}")
        said = ", ".join(f"{word} {count}" for word, count in counts.items())
        self.stdout.write(f"{said}. All of it is in {options['folder']}.")


def _watched(entries: Iterable[Entry], total: int) -> Iterable[Entry]:
    return counted(entries, total, "Writing")
