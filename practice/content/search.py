"""Search over everything public."""

from typing import Any

from django.db.models import Q, QuerySet

from practice.content.models import Emotion, Entry, Tag, folded

LONGEST_QUERY = 200  # characters; what is typed beyond helps nobody find anything
MOST_WORDS = 20


def search(query: str) -> QuerySet[Entry]:
    """Published entries holding every word of `query` in title, description, text, tags or emotions.

    Words are looked for without regard to case, also inside longer ones. A query longer than
    LONGEST_QUERY or MOST_WORDS is cut.
    """
    found = Entry.objects.published().with_marks()
    words = list(dict.fromkeys(folded(query.replace("\0", " ")[:LONGEST_QUERY]).split()))
    if not words:
        return found.none()
    for word in words[:MOST_WORDS]:
        # Sub-selects, because each word joining two tables more soon is more than SQLite joins.
        found = found.filter(
            Q(plain__contains=word)
            | Q(pk__in=_marked(Tag, word))
            | Q(pk__in=_marked(Emotion, word))
        )
    return found


def _marked(model: Any, word: str) -> QuerySet[Any]:
    return model.objects.filter(name__icontains=word, entries__isnull=False).values("entries")
