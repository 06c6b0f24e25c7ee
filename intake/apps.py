from typing import Any

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"
    verbose_name = "Inbox"
    left_out_of_backups = {
        "intake.RateRow": "counts one day, under a hash of the place",
        "intake.Chore": "when this database was last looked after; another one begins anew",
        "intake.MailServer": "how a mail server felt; asked anew",
    }

    def ready(self) -> None:
        from intake import desk  # noqa: F401  hangs the inbox's card and health line on the desk

    def hold_back(self, models: dict[str, Any]) -> None:
        """In the transaction that brings the rows, whatever schema they are of."""
        from intake import actions

        actions.hold_mails(models["intake.notification"])

    def after_restore(self) -> str:
        from intake.models import Notification

        held = Notification.objects.filter(state=Notification.State.HELD).count()
        mails = "1 mail was" if held == 1 else f"{held} mails were"
        return (
            f"{mails} not sent when this was backed up: your desk asks which may go."
            if held
            else ""
        )
