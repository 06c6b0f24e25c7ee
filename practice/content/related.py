"""What to read next: texts that share tags or emotions."""

from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet

from practice.content.models import Entry


def related(entry: Entry, kinds: Iterable[str], limit: int = 3) -> QuerySet[Entry]:
    """Published entries of `kinds` by how many tags and emotions they share with `entry`, then by date."""
    emotions = [emotion.pk for emotion in entry.emotions.all()]
    tags = [tag.pk for tag in entry.tags.all()]
    shared = Count("emotions", filter=Q(emotions__in=emotions), distinct=True) + Count(
        "tags", filter=Q(tags__in=tags), distinct=True
    )
    return (
        Entry.objects.published()
        .filter(kind__in=list(kinds))
        .filter(Q(emotions__in=emotions) | Q(tags__in=tags))
        .exclude(pk=entry.pk)
        .annotate(shared=shared)
        .order_by("-shared", "-publish_at", "-pk")
        .with_marks()[:limit]
    )


def shared_emotions() -> dict[tuple[str, str], int]:
    """How many public texts two emotions share, by their names in alphabetical order."""
    pairs = (
        Entry.emotions.through.objects.filter(entry__in=Entry.objects.published().under_emotions())
        .filter(emotion__name__lt=F("entry__emotions__name"))
        .values_list("emotion__name", "entry__emotions__name")
        .annotate(shared=Count("entry"))
        .order_by()
    )
    return {(one, other): shared for one, other, shared in pairs}
