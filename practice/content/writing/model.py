"""Revision: a text as it stood when it was saved, or as it was being typed."""

from typing import Any, Self

from django.db import models
from django.db.models import Q


class RevisionQuerySet(models.QuerySet["Revision"]):
    def saved(self) -> Self:
        """What once was the text, newest first."""
        return self.exclude(origin__in=Revision.UNSAVED).order_by("-pk")

    def unsaved(self) -> Self:
        """What somebody typed and has not saved, newest first."""
        return self.filter(origin=Revision.Origin.TYPED).order_by("-saved_at", "-pk")


def keep_what_was_not_saved(collector: Any, field: Any, rows: Any, using: str) -> None:
    """When a text is deleted its saved versions go with it; what somebody typed and never saved stays
    theirs, as words of a new text.
    """
    models.SET_NULL(collector, field, rows.filter(origin__in=Revision.UNSAVED), using)
    models.CASCADE(collector, field, rows.exclude(origin__in=Revision.UNSAVED), using)


class Revision(models.Model):
    """`fields` holds the text: for saved ones as `revisions.fields_of` writes it, for unsaved ones
    what the form held, every name with its list of values.
    """

    class Origin(models.TextChoices):
        TYPED = "typed", "not saved yet"
        ASIDE = "aside", "set aside"
        SAVED = "saved", "saved"
        RESTORED = "restored", "brought back"
        ELSEWHERE = "elsewhere", "imported, or changed in another place"

    UNSAVED = (Origin.TYPED, Origin.ASIDE)

    # None for a text that was never saved, or is gone.
    entry = models.ForeignKey(
        "content.Entry", on_delete=keep_what_was_not_saved, null=True, related_name="revisions"
    )
    # The admin's page it is written on, such as journal_post.
    desk = models.CharField(max_length=60)
    # The page in a browser that it came from; a page has one row while it is not saved.
    key = models.UUIDField(null=True)
    author = models.CharField(max_length=150, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    made_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField()
    fields: Any = models.JSONField()
    # Counts what the page sent, so that an older answer never overwrites a newer one.
    turn = models.PositiveIntegerField(default=0)
    # The saved revision that typing began from.
    base = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(origin__in=["typed", "aside"]),
                name="one_unsaved_copy_a_page",
            )
        ]
        indexes = [
            models.Index(fields=["author", "origin"], name="unsaved_of_an_author"),
            models.Index(fields=["key"], name="revision_of_a_page"),
        ]

    def __str__(self) -> str:
        return f"{self.get_origin_display()} by {self.author or 'nobody'}"
