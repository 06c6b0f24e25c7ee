"""Tags and emotions in the course of time: renamed, merged, and where their old addresses lead."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from practice.content.marks.model import OldEmotion, OldTag

_OLD: dict[str, Any] = {"journal:tag": OldTag, "content:emotion": OldEmotion}


def target_of(path: str) -> str | None:
    """Where a visitor asking for the page or feed of an earlier tag or emotion should go."""
    try:
        return moved(resolve(path))
    except Resolver404:
        return None


def moved(match: ResolverMatch) -> str | None:
    """The same, for an address taken apart already."""
    old = _OLD.get(match.view_name.removesuffix("-feed"))
    if old is None:
        return None
    row = old.objects.filter(slug=match.kwargs["slug"]).select_related("mark").first()
    return reverse(match.view_name, args=[row.mark.slug]) if row else None


def known(model: Any, slugs: Collection[str]) -> set[str]:
    """Those of some slugs that a tag or emotion has, or had before it was renamed or merged."""
    old = model._meta.get_field("old").related_model
    return {
        slug
        for each in (model, old)
        for slug in each.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    }


def known_as(model: Any, name: str, slug: str) -> Any:
    """The tag or emotion that has this name or slug, or had it before it was renamed or merged; or None."""
    if found := model.objects.filter(Q(slug=slug) | Q(name__iexact=name)).first():
        return found
    return model.objects.filter(Q(old__slug=slug) | Q(old__name__iexact=name)).first()


def keep_address_of(mark: Any) -> None:
    """Before `mark` is saved: its new slug is nobody's old one any more, and its stored one leads to it."""
    old = mark._meta.get_field("old").related_model
    old.objects.filter(slug=mark.slug).delete()
    before = type(mark).objects.filter(pk=mark.pk).values("slug", "name").first()
    if before and before["slug"] != mark.slug:
        old.objects.update_or_create(
            slug=before["slug"], defaults={"name": before["name"], "mark_id": mark.pk}
        )
