"""Notices and their versions."""

from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from practice.content.rendering import render, renderable
from practice.content.standing import made_once


class Notice(models.Model):
    """A text the law or fairness asks for, such as privacy or the Good Faith Estimate."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    description = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return "/privacy/" if self.slug == "privacy" else f"/notices/{self.slug}/"

    @classmethod
    def privacy_in_force(cls) -> "NoticeVersion | None":
        """The wording of the privacy notice that someone agrees to today."""
        today = timezone.localdate()
        return made_once(("privacy", today), lambda: cls._privacy_on(today))

    @classmethod
    def _privacy_on(cls, day: date) -> "NoticeVersion | None":
        notice = cls.objects.filter(slug="privacy").first()
        return notice.in_force(day) if notice else None

    def in_force(self, day: date | None = None) -> "NoticeVersion | None":
        """The version that counts on `day` (today when not given); None before the first one."""
        day = day or timezone.localdate()
        return self.versions.filter(effective__lte=day).order_by("-effective", "-number").first()


class NoticeVersion(models.Model):
    """One wording of a notice. Kept for ever, because people agreed to it."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(editable=False)
    effective = models.DateField(help_text="The first day it counts.")
    review_by = models.DateField(null=True, blank=True, help_text="When to read it again.")
    source = models.CharField(
        max_length=200,
        blank=True,
        help_text="The rule behind it, such as 45 CFR 149.610, or the https:// address of it.",
    )
    body = models.TextField(validators=[renderable], help_text="Markdown.")
    html = models.TextField(editable=False, default="")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="one_number_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.notice.slug} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.number:
            newest = self.notice.versions.aggregate(newest=models.Max("number"))["newest"]
            self.number = (newest or 0) + 1
        self.html = render(self.body).html
        super().save(*args, **kwargs)

    @property
    def safe_html(self) -> SafeString:
        return mark_safe(self.html)  # noqa: S308  made safe by rendering when saved

    @property
    def source_is_a_link(self) -> bool:
        return self.source.startswith("https://") and " " not in self.source

    @property
    def is_to_come(self) -> bool:
        return self.effective > timezone.localdate()
