from typing import Any

from django.db import models


class Event(models.Model):
    """One thing that happened. Holds names of fields, never their values; is never changed.

    Lines are numbered without gaps, and each is sealed together with the one before (practice.audit.chain).
    Written by practice.audit.log only.
    """

    number = models.PositiveBigIntegerField(unique=True, help_text="its place in the log")
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    actor = models.CharField(
        max_length=150, help_text="a sign-in name, or visitor, or the site itself"
    )
    references = models.JSONField(default=list, help_text="references of the inquiries it is about")
    fields = models.JSONField(default=list, help_text="names of the fields it touched")
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Line {self.number}: {self.actor}, {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("An event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An event is never deleted.")
