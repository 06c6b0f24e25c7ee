"""Lists of the admin that answer whatever stands behind the question mark of their address."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import FieldError, SuspiciousOperation, ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

# A year no clock knows, a pattern that is none, a number no column holds: each engine says it its own way.
_NONSENSE = (
    *(ArithmeticError, DatabaseError, FieldError, SuspiciousOperation, TypeError),
    *(ValidationError, ValueError),
)


class SteadyList(admin.ModelAdmin):
    """A ModelAdmin whose list, asked in a way it cannot answer, is shown whole with a sentence."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not request.GET or request.method not in {"GET", "HEAD"}:
            return super().changelist_view(request, extra_context)
        try:
            with (
                transaction.atomic()
            ):  # PostgreSQL answers nothing more after a failure, until it is undone
                response = super().changelist_view(request, extra_context)
                # Some of it is only asked for while the page is made.
                return response.render() if hasattr(response, "render") else response
        except _NONSENSE:
            # A database that is down fails again there, and is then seen for what it is.
            messages.warning(request, "That list could not be made. Here is the whole one.")
            return HttpResponseRedirect(request.path)
