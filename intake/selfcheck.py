"""Whether a request could be sent and its mail could leave, asked every hour by doing it."""

import logging
import secrets

from django.db import transaction

from intake import actions, smtp
from intake.forms import ConsultationRequestForm
from intake.inbox import words
from practice.profile.models import Practice

log = logging.getLogger(__name__)

FORM_FAILS = "the request form does not take requests"


def check() -> str:
    """What is wrong, in a sentence for the desk; empty when all is well. Nothing is kept or sent."""
    problems = []
    if not _form_works():
        problems.append(FORM_FAILS)
    try:
        smtp.ask()
    except smtp.NotTaken as problem:
        said = words.in_words(str(problem))
        problems.append(f"{said[:1].lower()}{said[1:]}")
    return "; ".join(problems)


def _form_works() -> bool:
    """Whether the real code takes a made-up request; whatever stops it would stop a visitor's, too."""
    try:
        return _receives()
    except Exception:
        log.exception("the self-check's request was not taken")
        return False


def _receives() -> bool:
    """Send the real form through the real code, and roll it back."""
    practice = Practice.load()
    form = ConsultationRequestForm(_answers(practice), practice=practice)
    if not form.is_valid():
        return False
    with transaction.atomic():
        inquiry = actions.receive_within(
            request=form.request,
            form_key=form.cleaned_data["opened"],
            practice=practice,
        )
        inquiry.refresh_from_db()
        opens = inquiry.message == form.cleaned_data["message"]
        transaction.set_rollback(True)
    return opens


def _answers(practice: Practice) -> dict[str, str]:
    """A made-up request; every run's words differ, so that it is never taken for one stored."""
    blank = ConsultationRequestForm(practice=practice)
    choices = {
        name: next(value for value, _ in blank.fields[name].choices if value)  # type: ignore[attr-defined]
        for name in ("preferred", "who", "place", "modality")
    }
    return {
        **choices,
        "preferred": "email",
        "name": "Self-check",
        "email": "self-check@practice.example",
        "message": f"The site asks itself whether this form works: {secrets.token_hex(8)}",
        "consent": "on",
        "opened": str(blank.initial["opened"]),
    }
