"""What the desk and /readyz say of backups."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from practice.backups import daily
from practice.backups.models import Backup, RecoveryKey
from practice.desk.registry import Card, register_card, register_duty


@register_card
def sheet_to_put_away(request: HttpRequest) -> Card | None:
    """Asked until somebody ticks that the paper lies where it belongs."""
    key = RecoveryKey.objects.first()
    if not request.user.is_superuser or key is None or key.stored_at:
        return None
    return Card(
        "Print your recovery sheet and put it away",
        reverse("admin:backups_sheet"),
        label="Backups",
        detail="Without it nothing brings the site back when this machine is lost.",
    )


@register_duty
def backup_is_recent() -> str:
    """What is lost with a machine must not be more than two days (45 CFR 164.308(a)(7))."""
    last = daily.last_backup()
    tried = Backup.objects.first()
    # Why stands in the list at the desk: /readyz says this line to everybody, and a reason names folders.
    failed = "; the last try failed" if tried and tried.problem else ""
    if last is None:
        key = RecoveryKey.objects.first()
        is_new = key is None or timezone.now() - key.made_at < daily.LATE  # or was never started
        return "" if is_new and not failed else f"no backup has been made yet{failed}"
    days = (timezone.now() - last.at).days
    if -1 <= days < daily.LATE.days:
        return "the last backup failed" if failed else ""
    if days < 0:
        return "the newest backup is of a day to come: this machine’s clock was, or is, wrong"
    return f"the newest backup is {days} days old{failed}"


@register_card
def backup_to_see_to(request: HttpRequest) -> Card | None:
    text = backup_is_recent() if request.user.is_superuser else ""
    if not text:
        return None
    said = (
        "If this machine were lost now, what came since would be, too. Ask whoever looks after it."
    )
    url = reverse("admin:backups_backup_changelist")
    return Card(text, url, urgent=True, label="Backups", detail=said)
