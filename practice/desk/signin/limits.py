"""How often a password may be guessed (PROMISES S6). A passkey is never held up by any of this.

What is counted is a name tried from a place, so that guesses made elsewhere never shut anybody out: the first
tries of a place that has failed at nothing yet are always looked at.
"""

import ipaddress
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from practice.desk.sessions import SessionStore
from practice.desk.signin.models import Link, Try

WINDOW = timedelta(minutes=15)
PER_PAIR = 5  # one name from one place
PER_PLACE = 20  # all names from one place
PER_NAME = 50  # one name from everywhere; from then on each place has a single try
WRONG_CODES = 10  # within an hour, by whoever knows the password: six digits can be guessed
KEPT = timedelta(days=30)
_IPV6_HOUSEHOLD = 64  # the smallest network an internet provider hands out (RFC 6177)


class Wait(Exception):
    """Too many tries; `seconds` until the next one is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def begin(name: str, address: str) -> Try:
    """Count a try before it is looked at, so that many at once find no gap; raises Wait."""
    place, own_address = _place(address)
    tried = Try(place=place, address=own_address, name=_hidden(name))
    _refuse_too_many(tried)
    tried.save()
    try:
        _refuse_too_many(tried)
    except Wait:
        tried.delete()
        raise
    return tried


def succeeded(tried: Try) -> None:
    """It was no failure, and those before it from there count no longer."""
    Try.objects.filter(place=tried.place, name=tried.name).update(counts=False)
    tried.delete()


def code_counts(tried: Try) -> bool:
    """Whether a code of six digits is looked at, the password being right; recovery codes always are.

    It counts as wrong until `succeeded` says otherwise, so that many at once find no gap.
    """
    Try.objects.filter(pk=tried.pk).update(knew_password=True)
    since = timezone.now() - timedelta(hours=1)
    wrong = Try.objects.filter(name=tried.name, knew_password=True, at__gt=since)
    return wrong.count() <= WRONG_CODES


def forget_old_failures() -> None:
    """Erase the failed sign-ins of more than 30 days ago, and the links and sessions that are over."""
    now = timezone.now()
    Try.objects.filter(at__lte=now - KEPT).delete()
    Link.objects.filter(good_until__lte=now).delete()
    SessionStore.clear_expired()


def _refuse_too_many(tried: Try) -> None:
    recent = Try.objects.filter(counts=True, at__gt=timezone.now() - WINDOW).exclude(pk=tried.pk)
    by_name = recent.filter(name=tried.name)
    per_pair = PER_PAIR if by_name.count() < PER_NAME else 1
    free = [
        _free_at(by_name.filter(place=tried.place), per_pair),
        _free_at(recent.filter(place=tried.place), PER_PLACE),
    ]
    if until := max((at for at in free if at), default=None):
        raise Wait(max(1, round((until - timezone.now()).total_seconds())))


def _free_at(tries: QuerySet[Try], limit: int) -> Any:
    """When so many of them are old enough that another is looked at; None when it is now."""
    nth = tries.order_by("-at").values_list("at", flat=True)[limit - 1 : limit].first()
    return nth + WINDOW if nth else None


def _place(address: str) -> tuple[str, str | None]:
    """Whom a try counts for, and the address as it is kept; a socket's peer has none."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "here", None
    if ip.version == 6 and ip.ipv4_mapped:
        return str(ip.ipv4_mapped), str(ip.ipv4_mapped)
    if ip.version == 6:
        ip = ipaddress.IPv6Address(ip.packed)  # without the name of a network card
        return str(ipaddress.ip_network((ip, _IPV6_HOUSEHOLD), strict=False)), str(ip)
    return str(ip), str(ip)


def _hidden(name: str) -> str:
    return salted_hmac("practice.desk.signin", name, algorithm="sha256").hexdigest()
