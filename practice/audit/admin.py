"""The log, to be read and nothing else."""

from django.contrib import admin

from practice.audit.models import Event
from practice.lists import ReadOnlyList

_SHOWN = 3  # a line about a list of fifty must not fill the screen


@admin.register(Event)
class EventAdmin(ReadOnlyList):
    """Newest first."""

    list_display = ("at", "actor", "action", "about_shortly", "fields_touched", "number")
    list_filter = ("action", "actor")
    list_per_page = 100
    ordering = ("-number",)
    sortable_by = ()
    fields = ("number", "at", "actor", "action", "about", "fields_touched", "seal")

    @admin.display(description="about")
    def about(self, event: Event) -> str:
        return ", ".join(event.references) or "—"

    @admin.display(description="about")
    def about_shortly(self, event: Event) -> str:
        first, more = event.references[:_SHOWN], event.references[_SHOWN:]
        return ", ".join([*first, *([f"and {len(more)} more"] if more else [])]) or "—"

    @admin.display(description="fields")
    def fields_touched(self, event: Event) -> str:
        return ", ".join(event.fields) or "—"
