"""Inquiries as a CSV file that no spreadsheet runs (PROMISES S11).

What would begin a formula gets an apostrophe before it: at the head of a cell, and after whatever a
program set to another country may take for the end of one. One apostrophe taken away there gives the
words back, since words that begin so by themselves get one more.
"""

import csv
import io
import re
from collections.abc import Iterable

from django.utils import timezone

from intake.inbox.opening import opened
from intake.models import Inquiry

# Programs skip spaces, quotes and unseen signs, and take full-width signs for plain ones.
_BREAKS = r"\t\r\n"
_SKIPPED = (
    r"\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u2060\u3000\ufeff'\"“”"
)
_SIGNS = r"[=+\-@＝＋－＠﹦﹢﹣﹫−]"
_RUNS = re.compile(
    rf"\A(?='*[{_BREAKS}]|[{_SKIPPED}{_BREAKS}]*{_SIGNS})"
    rf"|(?<=[;{_BREAKS}])(?=[{_SKIPPED}]*{_SIGNS})"
)

_SEALED = ("name", "pronouns", "email", "phone", "times", "heard", "message", "notes")
HEADS = (
    *("reference", "received", "answer by", "state", "asked to be erased"),
    *("for whom", "place", "how to meet", "preferred way", "voicemail is fine"),
    *_SEALED,
)


def as_csv(inquiries: Iterable[Inquiry]) -> str:
    """The file's text: a head and a row each, every cell in quotes, with the mark spreadsheets look for."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADS)
    writer.writerows([safe(cell) for cell in _cells(inquiry)] for inquiry in inquiries)
    return "\ufeff" + text.getvalue()


def _cells(inquiry: Inquiry) -> list[str]:
    return [
        inquiry.reference,
        f"{timezone.localtime(inquiry.received_at):%Y-%m-%d %H:%M}",
        f"{inquiry.reply_by:%Y-%m-%d}",
        inquiry.get_state_display(),
        "yes" if inquiry.erasure_asked_at else "",
        *(opened(inquiry, field) for field in ("who", "place", "modality", "preferred")),
        "yes" if inquiry.voicemail else "no",
        *(opened(inquiry, field) for field in _SEALED),
    ]


def safe(cell: str) -> str:
    """The cell with an apostrophe before whatever a spreadsheet would run."""
    return _RUNS.sub("'", cell)
