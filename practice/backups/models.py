from django.db import models
from django.utils import timezone


class RecoveryKey(models.Model):
    """What backups are sealed for: the public half of a key whose other half is on the printed sheet.

    The newest one is in force; older ones tell which sheets older backups need.
    """

    public = models.CharField(max_length=100, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    stored_at = models.DateTimeField(
        null=True, help_text="When somebody ticked that the sheet is put away."
    )
    stored_by = models.CharField(max_length=150, default="")

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"The recovery key of {self.made_at:%Y-%m-%d}"


class Backup(models.Model):
    """A backup that was made here, or was not: then `problem` says why."""

    at = models.DateTimeField(default=timezone.now)
    place = models.CharField(max_length=500)
    size = models.PositiveBigIntegerField("bytes", default=0)
    rows = models.PositiveBigIntegerField(default=0)
    delete_by = models.DateField(null=True)
    problem = models.CharField(max_length=200, default="")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"The backup of {self.at:%Y-%m-%d %H:%M}"
