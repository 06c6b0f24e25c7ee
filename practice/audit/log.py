"""The only writer of events."""

from collections.abc import Iterable

from practice.audit.models import Event


def record(
    action: str, *, actor: str, references: Iterable[str] = (), fields: Iterable[str] = ()
) -> Event:
    """Append an event, inside the caller's transaction when there is one.

    `action` is a short phrase such as "inquiry received"; `actor` a sign-in name, "visitor" or "site".
    """
    return Event.objects.create(
        action=action, actor=actor, references=list(references), fields=list(fields)
    )
