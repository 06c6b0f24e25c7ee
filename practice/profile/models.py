"""The practice, its days away, its crisis lines; its notices are in notice.py."""

import zoneinfo
from datetime import date, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from practice.content import looks
from practice.content.models import Image, tidy
from practice.content.rendering import plain, render, renderable
from practice.content.standing import made_once
from practice.profile.notice import Notice, NoticeVersion
from practice.profile.places import NAMES
from practice.profile.promise import reply_by

__all__ = ["CrisisLine", "DaysAway", "Notice", "NoticeVersion", "Practice"]

_WORDS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


# Both forms, so that a site nobody has filled in yet shows it without rendering anything.
_CRISIS_TEXT = (
    "In a crisis, call or text [988](tel:988), any hour, free. In danger, call [911](tel:911)."
)
_CRISIS_HTML = (
    '<p>In a crisis, call or text <a href="tel:988">988</a>, any hour, free. '
    'In danger, call <a href="tel:911">911</a>.</p>'
)
# Family Code 6924 and AB 665.
_YOUNG_PEOPLE = (
    "In California, people of twelve and older can often agree to therapy by themselves; elsewhere "
    "the rules differ."
)
LONGEST_AWAY = timedelta(days=366)  # beyond, no promise of an answer could be kept


class Practice(models.Model):
    """The practice's own facts: one row, edited in the admin, shown on every page."""

    class Accepting(models.TextChoices):
        OPEN = "open", "accepting new clients"
        WAITING = "waiting", "waiting list"
        FULL = "full", "full"

    name = models.CharField(max_length=120, default="The practice")
    strapline = models.CharField(
        max_length=200, blank=True, help_text="A few words after the name in search results."
    )
    practitioner = models.CharField(
        max_length=120, blank=True, help_text="Full name, as filed with the board."
    )
    portrait = models.ForeignKey(
        Image,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown on the front page and on About.",
    )
    credentials = models.CharField(max_length=60, blank=True, help_text="Degrees, such as MA.")
    licence_title = models.CharField(
        max_length=120,
        blank=True,
        help_text="The complete title, such as Licensed Marriage and Family Therapist.",
    )
    licence_number = models.CharField(
        max_length=60, blank=True, help_text="With its letters, such as LMFT 12345."
    )
    licence_board = models.CharField(max_length=160, blank=True)
    supervision = models.CharField(
        max_length=200,
        blank=True,
        help_text="For associates: who supervises, with their title and licence number.",
    )
    telephone = models.CharField(
        max_length=30, blank=True, help_text="As people should read it, such as (415) 555-0134."
    )
    email = models.EmailField(blank=True, help_text="The public one. Mail to it is not encrypted.")
    place = models.TextField(blank=True, help_text="Street, city and postcode, a line each.")
    licensed_in = models.JSONField(
        default=list, blank=True, help_text="Where a client must be when you talk."
    )
    in_person = models.BooleanField(default=True)
    telehealth = models.BooleanField(default=True)
    time_zone = models.CharField(max_length=60, default="America/Los_Angeles")
    reply_days = models.PositiveSmallIntegerField(
        "reply within (business days)",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text="The promise made on the form. Weekends and days away are not counted.",
    )
    retention_days = models.PositiveSmallIntegerField(
        "erase requests after (days)",
        default=365,
        validators=[MinValueValidator(30), MaxValueValidator(3650)],
        help_text="Counted from the last change, whatever the state. The privacy notice says it too: "
        "change both. Requests older than a shorter time are erased within a day.",
    )
    accepting = models.CharField(max_length=10, choices=Accepting.choices, default=Accepting.OPEN)
    fee_line = models.CharField(
        max_length=200, blank=True, help_text="What a session costs, in one sentence."
    )
    first_talk = models.CharField(
        "the first talk",
        max_length=120,
        default="twenty minutes, free",
        help_text="After “We talk for …”, on the form and on the page of thanks.",
    )
    who_reads = models.CharField(
        "who reads requests",
        max_length=200,
        blank=True,
        help_text="A sentence for the form and the page of thanks. Empty: I read it myself.",
    )
    young_people = models.CharField(
        "what young people should know",
        max_length=300,
        blank=True,
        default=_YOUNG_PEOPLE,
        help_text="Shown to someone under eighteen who wrote. Say what holds where you are licensed.",
    )
    crisis_text = models.TextField(
        default=_CRISIS_TEXT,
        validators=[renderable],
        help_text="Markdown, at the foot of every page. Write numbers as [988](tel:988).",
    )
    crisis_html = models.TextField(editable=False, default=_CRISIS_HTML)
    leave_to = models.CharField(
        "where leaving quickly leads",
        max_length=200,
        validators=[URLValidator(schemes=["https"])],
        default="https://www.weather.gov/",
        help_text="A page anyone might be reading. It opens when a visitor leaves in a hurry.",
    )
    # No choices here: a look that is added needs no migration.
    look = models.CharField(max_length=40, default=looks.DEFAULT)

    class Meta:
        verbose_name = "practice profile"
        verbose_name_plural = "practice profile"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        for field in self._meta.get_fields():
            if isinstance(field, models.CharField | models.TextField):
                setattr(self, field.name, tidy(getattr(self, field.name)))
        self.crisis_html = render(self.crisis_text).html
        super().save(*args, **kwargs)

    @classmethod
    def load(cls) -> Self:
        """The one row; with nothing saved yet, defaults that hide nothing and promise nothing false."""
        rows = cls.objects.filter(pk=1).select_related("portrait")
        found = rows.prefetch_related("crisis_lines").first()
        return found or cls(pk=1)

    @classmethod
    def now(cls) -> Self:
        """The same for everyone who only reads it, within a request read once."""
        return made_once("practice", cls.load)

    def clean(self) -> None:
        if self.time_zone not in zoneinfo.available_timezones():
            raise ValidationError({"time_zone": "Choose a zone such as America/Los_Angeles."})

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def crisis_line(self) -> SafeString:
        return mark_safe(self.crisis_html)  # noqa: S308  made safe by rendering when saved

    @property
    def crisis_words(self) -> str:
        """The same as plain words, for mails."""
        return plain(self.crisis_html)

    @property
    def telephone_link(self) -> str:
        """The number for a tel: link: digits and a leading plus only."""
        digits = "".join(c for c in self.telephone if c.isdigit())
        return f"+{digits}" if self.telephone.strip().startswith("+") else digits

    @property
    def leave_host(self) -> str:
        """Where leaving quickly leads, as people call it."""
        return str(urlsplit(self.leave_to).hostname or "").removeprefix("www.")

    @property
    def place_lines(self) -> list[str]:
        return [line.strip() for line in self.place.splitlines() if line.strip()]

    @property
    def places_licensed(self) -> list[str]:
        return [NAMES.get(code, code) for code in self.licensed_in]

    @property
    def is_made_up(self) -> bool:
        """Whether the licence is the demo practice's, which nobody holds."""
        return self.licence_number.endswith("000000")

    @property
    def promise(self) -> str:
        """The reply promise in words, such as “within two business days”."""
        days = self.reply_days
        word = _WORDS[days] if days < len(_WORDS) else str(days)
        return f"within {word} business day{'' if days == 1 else 's'}"

    def _days_away(self) -> list[tuple[date, date]]:
        return list(self.days_away.values_list("first", "last"))

    def reply_by(self, received: datetime) -> date:
        """The day by which someone who wrote at `received` hears back, in the practice's zone."""
        away = made_once("days away", self._days_away) if self.pk else []
        return reply_by(timezone.localtime(received, self.zone), self.reply_days, away)


class DaysAway(models.Model):
    """A stretch in which nothing is answered; the promise skips it."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="days_away")
    first = models.DateField("first day away")
    last = models.DateField("last day away")

    class Meta:
        ordering = ["first"]
        verbose_name = "days away"
        verbose_name_plural = "days away"

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"

    def clean(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise ValidationError({"last": "The last day comes before the first."})
        if self.first and self.last and self.last - self.first > LONGEST_AWAY:
            raise ValidationError(
                {"last": "This is more than a year. Say that you are full instead."}
            )


class CrisisLine(models.Model):
    """A number someone in need can reach at once; large on /help-now/."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="crisis_lines")
    label = models.CharField(max_length=80, help_text="What the link says, such as Call 988.")
    link = models.CharField(max_length=60, help_text="tel:988, sms:988 or an https:// address.")
    description = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if not self.link.startswith(("tel:", "sms:", "https://")):
            raise ValidationError({"link": "Begin with tel:, sms: or https://."})
