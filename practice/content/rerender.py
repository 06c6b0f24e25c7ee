"""Texts rendered by an earlier version of `rendering` are rendered again."""

from collections.abc import Sequence
from itertools import islice

from django.db import transaction

from practice.content import rendering
from practice.content.models import RENDERED, Entry, Image
from practice.content.rendering_many import Made, render_all
from practice.content.search import index
from practice.content.tidying import tidy

# More take longer than visitors should wait for a site that starts: see `up`.
FEW = 500
_AT_ONCE = 200


def is_long() -> bool:
    """Whether it would take more than some seconds."""
    return Entry.objects.exclude(rendering=rendering.VERSION).count() > FEW


def rerender() -> int:
    """Bring the stored HTML of every entry up to date, the newest first; how many there were.

    Somebody may save texts meanwhile: those are rendered by that.
    """
    stale = Entry.objects.exclude(rendering=rendering.VERSION).values_list("pk", "body")
    texts = [(pk, tidy(body)) for pk, body in stale]
    pictures = {image.name: image.shown for image in Image.objects.all()}
    made = zip(texts, render_all([body for _, body in texts], pictures), strict=True)
    while some := list(islice(made, _AT_ONCE)):
        _keep(some)
    return len(texts)


def _keep(some: Sequence[tuple[tuple[int, str], Made]]) -> None:
    made = {pk: (body, rendered) for (pk, body), rendered in some}
    stale = Entry.objects.exclude(rendering=rendering.VERSION)
    with transaction.atomic(), index.once():
        for entry in stale.select_for_update(of=("self",)).filter(pk__in=made):
            body, rendered = made[entry.pk]
            if (
                isinstance(rendered, str) or tidy(entry.body) != body
            ):  # changed meanwhile, or tangled
                entry.save(update_fields=[])
                continue
            entry.render(rendered)
            changed = {name: getattr(entry, name) for name in RENDERED}
            Entry.objects.filter(pk=entry.pk).update(**changed)
            index.write([entry.pk])
