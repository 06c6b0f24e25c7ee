"""What single front-matter fields mean: lists of words, yes and no, moments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .front_matter import flattened

_TRUE = frozenset({"true", "yes", "on", "y", "1"})
_FALSE = frozenset({"false", "no", "off", "n", "0"})

# Ruby's Time.parse, which Jekyll reads dates with, knows these names besides offsets.
_ZONE_HOURS = {"Z": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5}
_ZONE_HOURS |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7}

_CLOCK = (
    r"(?:(?:\s*[Tt]|\s+at|,)?\s*(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d+))?)?"
)
_CLOCK += r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>[A-Za-z_/]+|[+-]\d{1,2}(?::?\d{2})?)?)?"
_SHAPES = tuple(
    re.compile(rf"^{day}{_CLOCK}$")
    for day in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?:[A-Za-z]+,\s*)?(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>\d{4})",
        r"(?:[A-Za-z]+,\s*)?(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})",
    )
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def words(value: Any) -> list[str]:
    """A plural field (`tags`): a list as it is; a string at its commas, else at white space."""
    if isinstance(value, str):
        parts = value.split(",") if "," in value else value.split()
    else:
        parts = list(flattened(value))
    return [part.strip() for part in parts if part.strip()]


def one_or_more(value: Any) -> list[str]:
    """A singular field (`tag`, `category`): one value with its spaces, or a list of them."""
    return [part for part in flattened(value) if part]


def without_doubles(values: Iterable[str]) -> tuple[str, ...]:
    """The values in order, each once; two that differ only in case are the same one."""
    kept: dict[str, str] = {}
    for value in values:
        kept.setdefault(value.casefold(), value)
    return tuple(kept.values())


def line_of_text(value: Any) -> str:
    """A field that is one line of text; "" for anything without text."""
    return " ".join(flattened(value)).strip()


def yes(value: Any, default: bool) -> bool:
    """A yes-or-no field in any of YAML's spellings; `default` for anything else."""
    word = line_of_text(value).casefold()
    if word in _TRUE:
        return True
    return False if word in _FALSE else default


@dataclass(frozen=True)
class Written:
    """A `date` as it was written: day and clock, and the zone if it names one."""

    naive: datetime
    zone: tzinfo | None
    has_time: bool


def written_date(text: str) -> Written:
    """What a `date` says; midnight where it has no time.

    Raises ValueError for anything that is no date. Forms: Jekyll's documentation of front matter
    dates, and those Ruby's Time.parse adds in practice.
    """
    text = " ".join(text.split())
    found = next((match for shape in _SHAPES if (match := shape.match(text))), None)
    if found is None:
        raise ValueError(f"“{text}” is no date we know")
    hour = _hour(int(found["h"] or 0), found["half"])
    naive = datetime(
        int(found["year"]),
        _month(found["month"]),
        int(found["day"]),
        hour,
        int(found["m"] or 0),
        min(int(found["s"] or 0), 59),
        int((found["f"] or "")[:6].ljust(6, "0")),
    )
    zone = _zone(found["zone"]) if found["zone"] else None
    return Written(naive, zone, has_time=bool(found["h"]))


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text[:3].casefold() not in _MONTHS:
        raise ValueError(f"“{text}” is no month")
    return _MONTHS.index(text[:3].casefold()) + 1


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _zone(name: str) -> tzinfo:
    if name.upper() in _ZONE_HOURS:
        return timezone(timedelta(hours=_ZONE_HOURS[name.upper()]))
    if name[0] in "+-":
        digits = name[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-offset if name[0] == "-" else offset)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"“{name}” is no time zone we know") from error
