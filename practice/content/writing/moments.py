"""A day and a time on the practice's own clock, with a sentence for each that its clock does not have."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from practice.times import clock

FIRST_YEAR = 1900  # an earlier one is a slip of the hand
_DAY = "This is not a day. Choose one in the calendar, such as June 12, 2026."
_TIME = "Give a time, too, such as 6:00 pm."


class MomentWidget(forms.SplitDateTimeWidget):
    """The browser's own calendar and clock."""

    def __init__(self) -> None:
        super().__init__(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"aria-label": "Day"},
            time_attrs={"aria-label": "Time"},
        )
        for widget, kind in zip(self.widgets, ("date", "time"), strict=True):
            widget.input_type = kind


class MomentField(forms.SplitDateTimeField):
    """Both parts or none. In the zone in force, which on the desk is the practice's."""

    widget = MomentWidget

    def __init__(self, **kwargs: Any) -> None:
        said = {"invalid_date": _DAY, "invalid_time": _TIME}
        super().__init__(error_messages=said, **kwargs)

    def compress(self, data_list: Sequence[Any] | None) -> datetime | None:
        if not data_list:
            return None
        day, hour = data_list
        if day in self.empty_values or day.year < FIRST_YEAR:
            raise ValidationError(_DAY, code="invalid_date")
        if hour in self.empty_values:
            raise ValidationError(_TIME, code="invalid_time")
        return on_the_clock(day, hour, timezone.get_current_timezone())


def on_the_clock(day: date, hour: time, zone: tzinfo) -> datetime:
    """The moment a wall clock in `zone` shows `hour` on `day`; the first, on the night when it does twice.

    Raises ValidationError when it never does, which is one hour of the year.
    """
    wall = datetime.combine(day, hour)
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        shown = hour.strftime("%I:%M %p").lstrip("0").lower()
        raise ValidationError(
            f"There is no {shown} on that night, because clocks go forward. Choose an hour later.",
            code="no_such_time",
        )
    return first


def comes_twice(moment: datetime) -> bool:
    """Whether the practice's clock shows this time a second time, an hour before or after."""
    here = timezone.localtime(moment)
    return here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()


def as_typed(moment: datetime) -> datetime:
    """What somebody typed to mean this moment."""
    return timezone.localtime(moment).replace(fold=0, tzinfo=None)


def shown(moment: datetime) -> datetime:
    """What the fields of a form show of a moment."""
    return as_typed(moment).replace(second=0, microsecond=0)


def which_was_taken(moment: datetime) -> str:
    """One sentence on a time that comes twice."""
    return (
        f"{clock(moment)} comes twice on that night, because clocks go back. The first was taken."
    )


def zone_said() -> str:
    """The practice's time zone by name, and what its clock shows now."""
    zone = timezone.get_current_timezone_name().replace("_", " ")
    return f"On the practice’s clock: {zone}, where it is {clock(timezone.now())} now."
