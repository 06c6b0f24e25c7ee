"""The names people sign in with. What they did stands under them, so one name is never two people's."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from practice.audit.log import NO_PERSON, record
from practice.audit.models import Event
from practice.content.writing.model import Revision

_TAKEN = "Somebody has this name, or had it: what they did stands under it. Please choose another."
_NO_PERSON = "The site uses this name for what no person did. Please choose another."


def checked(typed: str, *, present: str) -> str:
    """The name as it is kept; `present` is the one they have. Raises ValidationError if not theirs."""
    people = get_user_model()
    name: str = people.normalize_username(typed)
    if name == present:
        return name
    if name.lower() in NO_PERSON:
        raise ValidationError(_NO_PERSON)
    others = people.objects.filter(username__iexact=name).exclude(username=present)
    noted = Event.objects.filter(actor__iexact=name).exclude(actor=present)
    if others.exists() or noted.exists():
        raise ValidationError(_TAKEN)
    return name


def renamed(was: str, now: str, *, by: str) -> None:
    """What they wrote goes with them, also what they have not saved; the event log is never changed."""
    Revision.objects.filter(author=was).update(author=now)
    record("person renamed", actor=by)
