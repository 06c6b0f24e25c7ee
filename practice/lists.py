"""Lists of the admin that answer whatever stands behind the question mark of their address."""

from contextlib import suppress
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
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

    def get_action_choices(
        self, request: HttpRequest, default_choices: Any = (("", "Choose what to do"),)
    ) -> list[tuple[str, str]]:
        return super().get_action_choices(request, list(default_choices))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not request.GET:
            return super().changelist_view(request, extra_context)
        if request.method not in {"GET", "HEAD"}:
            return self._done_to(request, extra_context)
        try:
            # PostgreSQL answers nothing more after a failure, until it is undone.
            with transaction.atomic():
                response = super().changelist_view(request, extra_context)
                # Some of it is only asked for while the page is made.
                return response.render() if hasattr(response, "render") else response
        except _NONSENSE:
            return self._whole(request)

    def _done_to(self, request: HttpRequest, extra_context: dict[str, Any] | None) -> HttpResponse:
        """What was asked to be done to a list that can be made; to one that cannot, nothing is done."""
        try:
            with suppress(IncorrectLookupParameters), transaction.atomic():
                len(self.get_changelist_instance(request).result_list)
        except _NONSENSE:
            return self._whole(request)
        return super().changelist_view(request, extra_context)

    def _whole(self, request: HttpRequest) -> HttpResponse:
        # A database that is down fails again there, and is then seen for what it is.
        messages.warning(request, "That list could not be made. Here is the whole one.")
        return HttpResponseRedirect(request.path)


class ReadOnlyList(SteadyList):
    """Nobody adds, changes or deletes a row here, whatever they may do elsewhere."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
