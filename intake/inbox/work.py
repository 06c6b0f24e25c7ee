"""What the practitioner does on an inquiry's page: a state, a note, in one press."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from intake import actions
from intake.inbox.opening import opened
from intake.models import Inquiry


@dataclass(frozen=True)
class Done:
    """`said`: what was done. `wrong`: what was not, and why. `unsaved`: notes that are typed, not stored."""

    said: str = ""
    wrong: str = ""
    unsaved: str | None = None


NEWER = (
    "Your notes were not saved: newer ones were saved elsewhere while you wrote. "
    "Both stand below. Put together what you want to keep, and save."
)


def mark_of(notes: str) -> str:
    """Names a wording of the notes, so that a page can say which one it was opened with."""
    return hashlib.sha256(notes.encode()).hexdigest()


def do(*, inquiry: Inquiry, said: Mapping[str, str], by: str) -> Done:
    """Store the state and the notes a page sends. Newer notes from elsewhere are never written over.

    Raises Inquiry.DoesNotExist when it was erased meanwhile.
    """
    with transaction.atomic():
        current = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
        changes: dict[str, str] = {}
        wrong, unsaved = [], None
        if "notes" in said:
            typed, stored = _tidy(said["notes"]), opened(current, "notes")
            seen = said.get("notes_seen") or mark_of(stored)
            if typed != stored and mark_of(stored) == seen:
                changes["notes"] = typed
            elif mark_of(typed) not in {seen, mark_of(stored)}:
                wrong.append(NEWER)
                unsaved = typed
        state = said.get("state", current.state)
        if state not in Inquiry.State.values:
            wrong.append("There is no such state.")
        elif state != current.state:
            changes["state"] = state
        if changes:
            actions.update(inquiry=current, by=by, **changes)
    return Done(_in_words(current, changes), " ".join(wrong), unsaved)


def _in_words(inquiry: Inquiry, changes: Mapping[str, str]) -> str:
    said = []
    if "state" in changes:
        said.append(f"{inquiry.reference} is set to “{inquiry.get_state_display()}”.")
    if "notes" in changes:
        said.append("Your notes are saved.")
    return " ".join(said)


def _tidy(typed: str) -> str:
    """As it is stored: composed letters, and line ends as the page will show them."""
    return unicodedata.normalize(
        "NFC", typed.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    )
