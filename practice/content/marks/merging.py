"""Two tags, or emotions, that mean the same become one."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from practice.content import covers
from practice.content.models import Emotion


@transaction.atomic
def merge(stays: Any, others: Iterable[Any], *, description: str | None = None) -> Any:
    """Let `stays` take over the texts, feeds and addresses of `others`, which are deleted.

    `description` replaces its own when given. All are tags, or all are emotions.
    """
    model = type(stays)
    # In the order of their ids, so that two merging at once wait for each other and do not lock up.
    others = [other for other in others if other.pk != stays.pk]
    pks = sorted([stays.pk, *(other.pk for other in others)])
    rows = {
        mark.pk: mark
        for mark in model.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    }
    stays = rows.pop(stays.pk)
    for other in rows.values():
        stays.entries.add(*other.entries.all())
        addresses = [(other.slug, other.name), *other.old.values_list("slug", "name")]
        other.delete()
        for slug, name in addresses:
            stays.old.create(slug=slug, name=name)
    if description is not None:
        stays.description = description
    stays.save()
    if model is Emotion:  # covers are painted in its colour from now on
        covers.draw_soon()
    return stays
