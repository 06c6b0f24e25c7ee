"""From what an archive holds to what content can file: the two know nothing of each other."""

from practice.archive.documents import Document
from practice.content.filing import Filing


def filing_of(document: Document) -> Filing:
    """The same text in content's words."""
    return Filing(
        kind=document.kind,
        source=document.source,
        title=document.title,
        slug=document.slug,
        body=document.body,
        description=document.description,
        published_at=document.published_at,
        draft=document.draft,
        tags=document.tags,
        emotions=document.emotions,
        order=document.order,
        place=document.menu,
        sensitive=document.sensitive,
        old_paths=document.old_paths,
    )
