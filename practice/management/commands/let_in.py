from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from practice.audit.log import record
from practice.desk.signin import links


class Command(BaseCommand):
    help = (
        "Let somebody back in who has lost the device or the password they sign in with: prints a link "
        "that is good once, within 24 hours. Nothing they have is taken away; they can do that "
        "themselves, once they are in. It is noted in the event log."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name they sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        staff = get_user_model().objects.filter(is_staff=True, is_active=True)
        user = staff.filter(username=options["name"]).first()
        if user is None:
            names = ", ".join(staff.order_by("username").values_list("username", flat=True))
            raise CommandError(
                f"Nobody of that name may sign in. Those who may: {names or 'nobody'}."
            )
        link = links.make(user)
        record("one-time link made", actor="site")
        self.stdout.write(
            f"For {user.get_username()}, good once, until this time tomorrow:\n{link}"
        )
