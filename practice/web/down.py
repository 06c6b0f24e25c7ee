"""When the database does not answer, or there is no room to write: one page that needs neither."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import get_template

from practice import patience
from practice.content.seo import absolute
from practice.content.standing import apart
from practice.env import FULL
from practice.profile.kept import kept_lines, kept_practice

RETRY_AFTER = 60  # seconds; “in a minute”, as the page says
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_PLAIN = "the database does not answer\n"
_NO_SUCH_TABLE = "42P01"
_MISSING = re.compile(r"no such table: |relation .* does not exist")
_READ_ONLY = "25006"  # what a PostgreSQL without room, or one that became a standby, answers
_SQLITE_ERROR = 1  # our SQL does not fit the tables; all else SQLite says is about file or lock


def is_outage(problem: BaseException | None) -> bool:
    """Whether waiting may help: the database or the disk failed, not our code.

    Looks also at what `problem` came from: Django says of a session it could not save that it is gone.
    """
    return any(_is_outage(link) for link in _chain(problem))


def _chain(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        problem = problem.__cause__ or problem.__context__


def _is_outage(problem: BaseException) -> bool:
    if isinstance(problem, OSError):
        return problem.errno in FULL
    if not isinstance(problem, DatabaseError | InterfaceError):
        return False
    driver = problem.__cause__
    state = getattr(driver, "sqlstate", None)
    if state == _NO_SUCH_TABLE or getattr(driver, "sqlite_errorcode", None) == _SQLITE_ERROR:
        return _misses_a_table_of_ours(str(driver))
    if state == _READ_ONLY:
        return True
    # Of plain DatabaseErrors Django's own are bugs; SQLite's tell of a file that is damaged.
    damaged = type(problem) is DatabaseError and driver is not None
    return isinstance(problem, OperationalError | InterfaceError) or damaged


def _misses_a_table_of_ours(said: str) -> bool:
    """A database that is empty was put in place of ours, or is about to be filled."""
    ours = connection.introspection.django_table_names(include_views=False)
    return bool(_MISSING.search(said)) and any(table in said for table in ours)


def unavailable(
    request: HttpRequest,
    template: str = "503.html",
    context: Mapping[str, Any] | None = None,
    status: int = 503,
) -> HttpResponse:
    """`template` with what is known without the database, for a client that should come again."""
    patience.end()
    again = {"Retry-After": str(RETRY_AFTER)}
    if request.path_info == "/readyz":
        return HttpResponse(_PLAIN, "text/plain", status, headers=again)
    if request.path_info.startswith("/admin/"):
        template, context = "503_desk.html", {"answers": _answers(request)}
    known = _known(request)
    with apart():
        body = get_template(template).render({**known, **(context or {})})
    return HttpResponse(body, status=status, headers=again)


def _known(request: HttpRequest) -> dict[str, Any]:
    """What the context processors give other pages, from the kept profile; the menu asks for pages."""
    return {
        "request": request,
        "practice": kept_practice(),
        "crisis_lines": kept_lines(),
        "canonical": absolute(request.path),
        "menu": {"top": [], "foot": [], "shown": ()},
    }


def _answers(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent from a page of the desk, to be sent once more. Never a password.

    The token is the one that came: nothing that another site made up gains one by passing through here.
    """
    if request.method != "POST" or request.content_type not in _FORMS:
        return []
    try:
        if request.FILES:  # a picture cannot be sent once more from here
            return []
        answers = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, BadRequest, MultiPartParserError, OSError):
        return []
    return [] if any("password" in name for name, _ in answers) else answers
