"""/healthz: the process is up. /readyz: the database answers, its tables are current, mail leaves."""

from collections.abc import Callable, Iterable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

HealthLine = Callable[[], str]


@csrf_exempt  # a POST is refused for what it is, without a page that needs the database
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Plain `ok`, touching nothing, so that a restart is asked for only when the process hangs."""
    return HttpResponse("ok\n", content_type="text/plain")


@csrf_exempt
@require_safe
def readyz(request: HttpRequest, lines: Iterable[HealthLine] = ()) -> HttpResponse:
    """200 with the warnings of `lines`, or 503 when the database or its migrations are not there."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return _plain("migrations are waiting: run `manage.py migrate`", status=503)
        warnings = [text for line in lines if (text := line())]
    except DatabaseError:
        return _plain("the database does not answer", status=503)
    return _plain("\n".join(["ok", *(f"warning: {text}" for text in warnings)]))


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text + "\n", content_type="text/plain", status=status)
