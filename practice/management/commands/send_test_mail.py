from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError

from intake.emails import new_message_id
from intake.smtp import NotTaken, deliver
from practice.profile.models import Practice

# What the friend who sets it up meets most often; the words of the outbox go before.
_MEANS: dict[str | int, str] = {
    "ConnectionRefusedError": "nobody answers at that port",
    "gaierror": "no machine of that name is known",
    "took too long": "nothing was heard in time; many hosts close port 25",
    "SSLCertVerificationError": "its certificate is not trusted, or is for another name",
    "SMTPNotSupportedError": "it does not offer what the settings ask for, such as TLS",
    "no SMTP": "what answers there is no mail server, or begins with TLS: EMAIL_USE_SSL",
    535: "it does not know that name and password",
}
_IN_CLEAR = "in clear: set EMAIL_USE_TLS=on, unless the mail server is this machine"


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
            taken = deliver(message)
        except NotTaken as problem:
            means = _MEANS.get(problem.code or problem.kind)
            raise CommandError(
                f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} did not take it: {problem}"
                f"{f' ({means})' if means else ''}. "
                "Check the EMAIL_ settings (.env.example explains them)."
            ) from None
        if taken is None:
            self.stdout.write(f"No EMAIL_HOST is set: it is a file in {settings.EMAIL_FILE_PATH}.")
            return
        self.stdout.write(f"{settings.EMAIL_HOST} took it, for {settings.NOTIFY_EMAIL}.")
        self.stdout.write(f"Answer       {taken.codes}")
        self.stdout.write(f"On the way   {f'in {taken.tls}' if taken.tls else _IN_CLEAR}")
        self._say_what_to_look_up()

    def _say_what_to_look_up(self) -> None:
        """The three records receivers ask for.

        They are not asked for here: what this machine's name server says need not be what the world sees,
        and a wrong "all is well" costs requests.
        """
        address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        domain = address.rpartition("@")[2]
        self.stdout.write(
            f"\nTaken is not arrived. It came from {address}; look these up from elsewhere:\n"
            f"SPF          dig +short TXT {domain}\n"
            f"             one line with v=spf1 that names {settings.EMAIL_HOST}'s provider\n"
            f"DMARC        dig +short TXT _dmarc.{domain}\n"
            "             one line with v=DMARC1\n"
            f"Returned     dig +short MX {domain}\n"
            "             a server that takes returned mail\n"
            "DKIM         in the mail's source, once it has arrived: dkim=pass, beside spf=pass\n"
            "docs/deploy.md explains them."
        )
