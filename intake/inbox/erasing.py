"""Erasing by hand: the rows, then the bytes, then a sentence about what is out of reach."""

from collections.abc import Iterable

from django.contrib import messages

from intake import actions, chores
from intake.models import Inquiry
from practice.backups import daily


def erase(inquiries: Iterable[Inquiry], *, by: str) -> list[tuple[int, str]]:
    """Erase them; returns what to say about it, each with its level."""
    references = actions.erase(inquiries=inquiries, by=by)
    if not references:
        return [(messages.WARNING, "There was nothing left to erase.")]
    said = [(messages.SUCCESS, f"Erased: {', '.join(references)}.")]
    scrubbed = chores.scrub_now_or_soon()
    if scrubbed.problem:
        said.append((messages.WARNING, f"{_sentence(scrubbed.problem)} The site tries again soon."))
    if backups := daily.remaining():
        said.append((messages.WARNING, _sentence(backups)))
    if scrubbed.remains:
        said.append((messages.WARNING, _sentence(scrubbed.remains)))
    return said


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
