"""Addresses that tags and emotions had before they were renamed or merged."""

from django.db import models


class OldMark(models.Model):
    """A slug, and the name beside it, that now means another mark. It leads to a row, not to a slug: however
    often marks are renamed, there is one step to go and never a circle."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        abstract = True
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class OldTag(OldMark):
    mark = models.ForeignKey("content.Tag", on_delete=models.CASCADE, related_name="old")


class OldEmotion(OldMark):
    mark = models.ForeignKey("content.Emotion", on_delete=models.CASCADE, related_name="old")
