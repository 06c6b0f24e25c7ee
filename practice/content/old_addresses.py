"""Addresses that texts had before: on the site they were imported from, or under an earlier slug."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.utils.html import format_html

from practice.content.addresses import path_of, spellings_of


class RedirectManager(models.Manager["Redirect"]):
    def _entries(self) -> Any:
        model: Any = self.model._meta.get_field("entry").related_model
        return model.objects

    def target_of(self, path: str) -> str | None:
        """Where a visitor asking for an old path should go; None when no public text had it."""
        if "\0" in path:  # no address holds it, and PostgreSQL refuses to be asked
            return None
        row = (
            self.filter(path__in=spellings_of(path))
            .select_related("entry")
            .order_by("path")
            .first()
        )
        return row.entry.get_absolute_url() if row and row.entry.is_public else None

    def leading(self, paths: Collection[str]) -> set[str]:
        """Those of some paths that lead to a public text."""
        spelled = {path: set(spellings_of(path)) for path in paths}
        public = {"entry__in": self._entries().published()}
        rows = self.filter(path__in=set().union(*spelled.values()), **public)
        there = set(rows.values_list("path", flat=True))
        return {path for path, spellings in spelled.items() if spellings & there}

    def keep_address_of(self, entry: Any) -> None:
        """Before `entry` is saved under a new slug: let its stored address lead to it from now on."""
        stored = self._entries().filter(pk=entry.pk).values_list("kind", "slug").first()
        if stored is None:
            return
        old, new = path_of(*stored).rstrip("/"), entry.get_absolute_url().rstrip("/")
        if old and old != new:
            entry.drawn_from = entry.drawn_from or "/".join(stored)
            self.filter(path=new).delete()  # an address that is taken again leads nowhere else
            self.update_or_create(path=old, defaults={"entry_id": entry.pk})


class Redirect(models.Model):
    """An old path and the text it leads to. It names the text, not another address: however often that
    moves, there is one step to go, and never a circle."""

    path = models.CharField(
        max_length=300, unique=True, help_text="Begins with / and is kept without a closing one."
    )
    entry = models.ForeignKey(
        "content.Entry", on_delete=models.CASCADE, related_name="old_addresses"
    )

    objects = RedirectManager()

    class Meta:
        ordering = ["path"]
        verbose_name = "old address"
        verbose_name_plural = "old addresses"

    def __str__(self) -> str:
        return format_html("{} → {}", self.path, self.entry.get_absolute_url())
