"""Search over everything public."""

from django.db.models import Q, QuerySet

from practice.content.models import Entry

LONGEST_QUERY = 200  # characters; what is typed beyond helps nobody find anything


def search(query: str) -> QuerySet[Entry]:
    """Published entries holding every word of `query` in title, description, text, tags or emotions."""
    found = Entry.objects.published().with_marks()
    words = query.replace("\0", " ")[:LONGEST_QUERY].split()
    if not words:
        return found.none()
    for word in words:
        found = found.filter(
            Q(title__icontains=word)
            | Q(description__icontains=word)
            | Q(body__icontains=word)
            | Q(tags__name__icontains=word)
            | Q(emotions__name__icontains=word)
        )
    return found.distinct()
