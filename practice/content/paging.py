"""Long lists in pages."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

PAGE_SIZE = 12


def page_of(request: HttpRequest, entries: QuerySet[Any]) -> Page:
    """The page that ?page= asks for, the first without it. Raises Http404 when there is no such page."""
    try:
        return Paginator(entries, PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404("There is no such page.") from None
