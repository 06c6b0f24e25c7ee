"""What is done with versions of notices, apart from writing them, and what is due."""

from datetime import date, timedelta
from difflib import SequenceMatcher

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from practice.profile.models import Notice, NoticeVersion

SOON = timedelta(days=30)


@transaction.atomic
def withdraw(version: NoticeVersion) -> None:
    """Delete a version before its first day.

    Raises ValidationError for one that has counted already: people agreed to it.
    """
    today = timezone.localdate()
    row = NoticeVersion.objects.select_for_update().filter(pk=version.pk).first()
    if row and row.effective <= today:
        raise ValidationError("This version counts already, so it stays. Write a new one instead.")
    if row:
        row.delete()


def reviewed(version: NoticeVersion, *, again: date) -> None:
    """Note that the wording was read and is still right, and when to read it `again`."""
    if again <= timezone.localdate():
        raise ValidationError("Choose a day to come.")
    # Not save(): the words people agreed to are not touched.
    NoticeVersion.objects.filter(pk=version.pk).update(review_by=again)


def due() -> list[tuple[date, NoticeVersion]]:
    """The wordings in force that are to be read again within a month, or were to be, soonest first."""
    until = timezone.localdate() + SOON
    found = [
        (version.review_by, version)
        for notice in Notice.objects.all()
        if (version := notice.in_force()) and version.review_by and version.review_by <= until
    ]
    return sorted(found, key=lambda pair: (pair[0], pair[1].notice_id))


def difference(before: str, after: str) -> SafeString:
    """Two wordings as one, word by word: what went is in <del>, what came in <ins>."""
    old, new = _words(before), _words(after)
    pieces = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(format_html("{}", " ".join(old[a:b])))
            continue
        if a < b:
            pieces.append(format_html("<del>{}</del>", " ".join(old[a:b])))
        if c < d:
            pieces.append(format_html("<ins>{}</ins>", " ".join(new[c:d])))
    return format_html_join(" ", "{}", ((piece,) for piece in pieces))


def _words(text: str) -> list[str]:
    # A paragraph's end is a word of its own, so that it is seen when one is split.
    return text.replace("\r\n", "\n").replace("\n\n", "\n\n¶ ").split()
