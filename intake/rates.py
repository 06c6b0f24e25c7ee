"""How often something came from one place within a day, without keeping the place (PROMISES S9, P5)."""

import ipaddress
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

from intake.models import RateRow
from intake.sameness import one_at_a_time

WINDOW = timedelta(hours=24)
REQUESTS = 10  # inquiries from one visitor address that are notified within the window
ACKNOWLEDGEMENTS = 3  # to one mail address, so that nobody can be flooded through this form

# One service under two names, which reads over dots.
_DOTS_MEAN_NOTHING = ("gmail.com", "googlemail.com")
_IPV6_HOUSEHOLD = 64  # the smallest network an internet provider hands out (RFC 6177)
# Asked at every press of the button: putting it together anew took longer than the answer.
_COUNT = "SELECT count(*) FROM intake_raterow WHERE kind = %s AND place = %s AND at > %s"


def visitor_place(address: str) -> str:
    """The whole IPv4 address, or the IPv6 network of one household; as it is when it is neither."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if ip.version == 6 and ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    if ip.version == 6:
        return str(ipaddress.ip_network((ip, _IPV6_HOUSEHOLD), strict=False))
    return str(ip)


def mail_place(address: str) -> str:
    """One mailbox under the spellings that commonly reach it: any case, any +tag."""
    local, _, domain = address.lower().rpartition("@")
    local = local.partition("+")[0]
    if domain in _DOTS_MEAN_NOTHING:
        local, domain = local.replace(".", ""), _DOTS_MEAN_NOTHING[0]
    return f"{local}@{punycode(domain)}"


def note(kind: str, place: str) -> int:
    """Count one more of `kind` from `place`; how many there were within the window before it."""
    key = salted_hmac(f"intake.rates.{kind}", place, algorithm="sha256").hexdigest()
    one_at_a_time(key)  # or several at once would each find room for one more
    since = timezone.now() - WINDOW
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [kind, key, connection.ops.adapt_datetimefield_value(since)])
        before: int = cursor.fetchone()[0]
    RateRow.objects.create(kind=kind, place=key)
    return before


def forget_old() -> int:
    """Delete the rows that no longer count; how many those were."""
    return RateRow.objects.filter(at__lte=timezone.now() - WINDOW).delete()[0]
