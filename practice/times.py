"""How the desk says a time, everywhere the same: on the practice's clock, in words."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


def said(moment: datetime) -> str:
    """A moment in words: Sunday, June 14, at 9:14 pm; with its year when that is not this one."""
    here = timezone.localtime(moment)
    year = "" if here.year == timezone.localtime().year else ", Y"
    return f"{date_format(here, f'l, F j{year}')}, at {clock(here)}"


def near(moment: datetime) -> str:
    """The same, and “today, at 9:14 pm” from yesterday to tomorrow."""
    days = (timezone.localtime(moment).date() - timezone.localdate()).days
    day = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(days)
    return f"{day}, at {clock(moment)}" if day else said(moment)


def clock(moment: datetime) -> str:
    """The time of day in words: 9:14 pm."""
    here = timezone.localtime(moment)
    return f"{here:%I:%M} {'am' if here.hour < 12 else 'pm'}".lstrip("0")
