"""Long lists in pages, as quick in a list of ten thousand as in one of a hundred."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest

PAGE_SIZE = 12
MOST_PAGES = 5000
# A mark that fewer texts have is looked up by its own list, one that more have while walking by date.
FEW = 300
HEAVY = ("body", "html", "contents", "plain")  # what no list shows


@dataclass(frozen=True)
class Page:
    """One page of a list. How many there are is not counted: that grows with the list."""

    number: int
    object_list: Sequence[Any]
    has_next: bool

    def __iter__(self) -> Iterator[Any]:
        return iter(self.object_list)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def number_of(request: HttpRequest) -> int:
    """What ?page= asks for, the first without it. Raises Http404 for what is no number of a page."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and 1 <= int(asked[:9]) <= MOST_PAGES):
        raise Http404("There is no such page.")
    return int(asked)


def page_of(request: HttpRequest, entries: QuerySet[Any]) -> Page:
    """The page that ?page= asks for, without the texts' bodies. Raises Http404 when there is no such page."""
    number = number_of(request)
    begin = (number - 1) * PAGE_SIZE
    # The ids first, which the index alone can tell however far down; then the rows of those few.
    wanted = entries.values("pk")[begin : begin + PAGE_SIZE + 1]
    model = entries.model
    rows = model._base_manager.filter(pk__in=wanted).defer(*HEAVY)
    found = list(rows.order_by(*(entries.query.order_by or model._meta.ordering)))
    if not found and number > 1:
        raise Http404("There is no such page.")
    return Page(number, found[:PAGE_SIZE], len(found) > PAGE_SIZE)


def page_in(request: HttpRequest, pks: Sequence[int]) -> tuple[int, Sequence[int], bool]:
    """The same of a list of ids: number, ids of that page, and whether there are more."""
    number = number_of(request)
    begin = (number - 1) * PAGE_SIZE
    if number > 1 and begin >= len(pks):
        raise Http404("There is no such page.")
    return number, pks[begin : begin + PAGE_SIZE], len(pks) > begin + PAGE_SIZE


def having(entries: QuerySet[Any], mark: Any, texts: int | None = None) -> QuerySet[Any]:
    """Those of some entries that have a tag or an emotion; `texts`, when that is known already: how many."""
    rows = mark.entries.through.objects.filter(**{mark._meta.model_name: mark}).order_by()
    if texts is None:
        texts = rows[: FEW + 1].count()
    if texts <= FEW:
        return entries.filter(pk__in=rows.values("entry"))
    return entries.filter(Exists(rows.filter(entry=OuterRef("pk"))))
