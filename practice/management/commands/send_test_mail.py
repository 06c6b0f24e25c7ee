from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError

from intake.emails import new_message_id
from intake.smtp import NotTaken, deliver
from practice.profile.models import Practice


class Command(BaseCommand):
    help = (
        "Send one mail to NOTIFY_EMAIL now, the way notifications are sent, and say whether the mail "
        "server took it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        message = EmailMessage(
            subject=f"A test mail from {Practice.load().name or 'your site'}",
            body=(
                "This is how the site tells you of a consultation request. If you can read this, "
                f"its mail reaches you.\n\n{settings.SITE_URL}\n"
            ),
            to=[settings.NOTIFY_EMAIL],
            headers={"Message-ID": new_message_id(), "Auto-Submitted": "auto-generated"},
        )
        try:
            deliver(message)
        except NotTaken as problem:
            raise CommandError(
                f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} did not take it: {problem}. "
                "Check the EMAIL_ settings (.env.example explains them)."
            ) from None
        if settings.EMAIL_HOST:
            self.stdout.write(f"{settings.EMAIL_HOST} took it, for {settings.NOTIFY_EMAIL}.")
        else:
            self.stdout.write(f"No EMAIL_HOST is set: it is a file in {settings.EMAIL_FILE_PATH}.")
