"""When the index is written: with every save, change of marks, merge and delete, in the same transaction.

When a text is public is not in the index: that is asked of the text itself, so that a scheduled one is found
from its minute on, with nothing running, and a withdrawn one no more.
"""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

from practice.content.models import Emotion, Entry, Tag
from practice.content.search import index

_ENDED = {"post_add", "post_remove", "post_clear"}


def keep_in_step() -> None:
    """Called when the site starts."""
    post_save.connect(_saved, dispatch_uid="search saved")
    post_delete.connect(_deleted, dispatch_uid="search deleted")
    for model in (Tag, Emotion):
        pre_delete.connect(_mark_goes, sender=model, dispatch_uid=f"search {model} goes")
    for through in (Entry.tags.through, Entry.emotions.through):
        m2m_changed.connect(_marked, sender=through, dispatch_uid=f"search {through}")


def _saved(sender: Any, instance: Any, created: bool, raw: bool = False, **about: Any) -> None:
    if isinstance(instance, Entry):  # posts and pages are entries by another name
        index.write([instance.pk])
    elif isinstance(instance, Tag | Emotion) and not created:
        index.write(instance.entries.values_list("pk", flat=True))


def _deleted(sender: Any, instance: Any, **about: Any) -> None:
    if isinstance(instance, Entry):
        index.remove([instance.pk])
    elif isinstance(instance, Tag | Emotion):
        index.write(getattr(instance, "_had", ()))


def _mark_goes(sender: Any, instance: Any, **about: Any) -> None:
    instance._had = list(instance.entries.values_list("pk", flat=True))


def _marked(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: Any, **about: Any
) -> None:
    if not reverse and action in _ENDED:
        index.write([instance.pk])
    elif reverse and action == "pre_clear":
        instance._had = list(instance.entries.values_list("pk", flat=True))
    elif reverse and action in _ENDED:
        index.write(getattr(instance, "_had", ()) if pk_set is None else pk_set)
