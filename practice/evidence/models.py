from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format


class Agreement(models.Model):
    """With somebody who holds or passes on what clients write: a business associate (45 CFR 164.308(b)).

    Either signed, or with the reason why none is needed.
    """

    class Service(models.TextChoices):
        HOST = "host", "the machine the site runs on"
        MAIL = "mail", "the mail server"
        BACKUP = "backup", "where backups are kept"
        OTHER = "other", "something else"

    service = models.CharField("what they do for you", max_length=10, choices=Service.choices)
    whom = models.CharField("with whom", max_length=200)
    signed = models.DateField("signed on", null=True, blank=True)
    ends = models.DateField(
        "read again by", null=True, blank=True, help_text="The desk reminds you then."
    )
    paper = models.CharField(
        "where the paper lies", max_length=200, blank=True, help_text="A drawer, a folder, a page."
    )
    none_needed = models.CharField(
        "why none is needed",
        max_length=300,
        blank=True,
        help_text="Such as: the machine stands in my own office, and only I have its key.",
    )

    class Meta:
        ordering = ("service", "whom")

    def __str__(self) -> str:
        return f"{self.whom} ({self.get_service_display()})"

    def clean(self) -> None:
        if not self.signed and not self.none_needed:
            raise ValidationError(
                {"signed": "Write the day it was signed, or below why none is needed."}
            )
        if self.signed and self.signed > timezone.localdate():
            raise ValidationError({"signed": "This day is still to come."})

    def holds_on(self, day: date) -> bool:
        """Whether nothing is left to do about it on that day."""
        return self.ends is None or self.ends >= day


def open_duties() -> list[str]:
    """What is left to the owner of agreements, as sentences; none when all are there."""
    today = timezone.localdate()
    held: dict[str, list[Agreement]] = {}
    for agreement in Agreement.objects.all():
        held.setdefault(agreement.service, []).append(agreement)
    needed = (Agreement.Service.HOST, Agreement.Service.MAIL, Agreement.Service.BACKUP)
    missing = [
        f"no agreement is noted for {service.label} (45 CFR 164.308(b))"
        for service in needed
        if service not in held
    ]
    late = [
        f"the agreement with {each} was to be read again by {date_format(each.ends)}"
        for some in held.values()
        for each in some
        if each.ends and not each.holds_on(today)
    ]
    return missing + late
