"""Twelve weeks in two small pictures: how many requests came, and how long an answer took."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.utils import timezone
from django.utils.dateformat import format as formatted

from intake.models import Inquiry

WEEKS = 12
# Each picture's measures; the template draws what stands here.
WIDTH, TOP, HIGH = 360, 18, 84
_STEP = WIDTH // WEEKS
_BAR = 18
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Week:
    """A week in figures and where it is drawn; `took` is None when nobody was answered."""

    begins: str
    count: int
    took: str
    short: str
    named: bool
    is_now: bool
    x: int
    middle: int
    bar_y: int
    bar_height: int
    dot_y: int | None


@dataclass(frozen=True)
class Plot:
    weeks: list[Week]
    received: int
    came: str
    took: str
    width: int = WIDTH
    bar: int = _BAR
    base: int = TOP + HIGH
    height: int = TOP + HIGH + 20


def plot() -> Plot:
    """The last twelve weeks, this one included. Spam is not counted."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    counts: dict[date, int] = defaultdict(int)
    waits: dict[date, list[float]] = defaultdict(list)  # hours
    since = timezone.make_aware(datetime.combine(first, time.min))
    rows = Inquiry.objects.filter(received_at__gte=since).exclude(state=Inquiry.State.SPAM)
    for came, answered in rows.values_list("received_at", "answered_at"):
        day = timezone.localdate(came)
        begins = day - timedelta(days=day.weekday())
        counts[begins] += 1
        if answered:
            waits[begins].append((answered - came) / _HOUR)
    days = [first + timedelta(weeks=number) for number in range(WEEKS)]
    took = [median(waits[day]) if waits[day] else None for day in days]
    received = sum(counts.values())
    drawn = _weeks(days, [counts[day] for day in days], took)
    return Plot(drawn, received, _came(received), _took(waits))


def _weeks(days: list[date], counts: list[int], took: list[float | None]) -> list[Week]:
    most = max(counts) or 1
    longest = max((wait for wait in took if wait), default=1)
    weeks = []
    for number, (day, count, wait) in enumerate(zip(days, counts, took, strict=True)):
        height = round(HIGH * count / most)
        x = number * _STEP + (_STEP - _BAR) // 2
        weeks.append(
            Week(
                begins=formatted(day, "M j"),
                is_now=number == WEEKS - 1,
                count=count,
                took=in_words(wait) if wait is not None else "",
                short=in_short(wait) if wait is not None else "",
                named=number % 4 == 0,
                x=x,
                middle=x + _BAR // 2,
                bar_y=TOP + HIGH - height,
                bar_height=height,
                dot_y=None if wait is None else TOP + HIGH - round(HIGH * (wait / longest)),
            )
        )
    return weeks


def _came(received: int) -> str:
    came = "1 request came" if received == 1 else f"{received or 'No'} requests came"
    return f"{came} in twelve weeks."


def _took(waits: dict[date, list[float]]) -> str:
    every = [wait for week in waits.values() for wait in week]
    if not every:
        return "Nobody was answered in twelve weeks."
    return f"Half of the answers took less than {in_words(median(every))}."


def in_words(hours: float) -> str:
    """About how long."""
    number, unit = _about(hours)
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def in_short(hours: float) -> str:
    """The same, short enough to stand over a dot."""
    number, unit = _about(hours)
    return f"{number} {unit[0]}"


def _about(hours: float) -> tuple[int, str]:
    if hours < 1:
        return max(round(hours * 60), 1), "minute"
    return (round(hours), "hour") if hours < 48 else (round(hours / 24), "day")
