from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from practice.evidence.models import Agreement, open_duties
from practice.evidence.recorded import rows
from practice.lists import SteadyList


@admin.register(Agreement)
class AgreementAdmin(SteadyList):
    """The register, and below it what the site itself does; made to be printed as one."""

    list_display = ("whom", "service", "signed", "ends", "shown_by")
    change_list_template = "admin/evidence/agreement/change_list.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        own = {"evidence": rows(), "duties": open_duties(), "title": "Evidence and agreements"}
        return super().changelist_view(request, {**own, **(extra_context or {})})

    @admin.display(description="where the paper lies, or why none is needed")
    def shown_by(self, agreement: Agreement) -> str:
        return agreement.none_needed or agreement.paper
