"""What whoever runs the machine must have set before strangers come; `check --deploy` refuses without."""

import re
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from practice import clock
from practice.desk.registry import register_duty

# Names that belong to nobody (RFC 2606, RFC 6761).
_NOBODYS = re.compile(r"(^|\.)(example(\.(com|net|org))?|test|invalid|localhost)$")
# Their owners' records allow no other server to send in their name: such mail is refused, or marked as spam.
_MAILBOXES = (
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "aol.com",
    "proton.me", "gmx.com",
)  # fmt: skip


@register_duty
def address_with_https() -> str:
    """What visitors write must not cross the net in clear (45 CFR 164.312(e)(1))."""
    if not settings.SITE_URL.startswith("https://"):
        return "SITE_URL does not begin with https://"
    return ""


@register_duty
def addresses_of_ones_own() -> str:
    """Left over from an example, mail would reach nobody."""
    names = {
        "SITE_URL": urlsplit(settings.SITE_URL).hostname or "",
        "NOTIFY_EMAIL": _domain(settings.NOTIFY_EMAIL),
        "DEFAULT_FROM_EMAIL": _domain(settings.DEFAULT_FROM_EMAIL),
        "EMAIL_HOST": settings.EMAIL_HOST,
    }
    left = [name for name, domain in names.items() if _NOBODYS.search(domain)]
    return f"still an example's: {', '.join(left)}" if left else ""


@register_duty
def sender_of_ones_own() -> str:
    """SPF and DKIM speak for the domain of the sender (RFC 7208, RFC 6376)."""
    domain = _domain(settings.DEFAULT_FROM_EMAIL)
    if domain in _MAILBOXES:
        return f"DEFAULT_FROM_EMAIL is at {domain}, which lets no other server send: use your own domain"
    return ""


@register_duty
def clock_can_be_believed() -> str:
    """What must go after its time goes by this machine's clock."""
    return clock.doubt()


def _domain(address: str) -> str:
    return parseaddr(address)[1].rpartition("@")[2].lower()
