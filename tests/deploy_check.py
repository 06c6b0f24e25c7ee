"""`manage.py check --deploy` under a prepared production environment: it must have nothing to say."""

import base64
import os
import secrets
import subprocess
import sys
import tempfile

# What an owner does at the desk before strangers come.
_PREPARE = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from practice.desk.signin.models import CodeApp
from practice.profile.models import Notice, NoticeVersion, Practice
Practice.objects.create(name="Prepared", practitioner="Dana Reyes", licence_number="LMFT 123456")
notice = Notice.objects.create(slug="privacy", title="Privacy")
day = timezone.localdate() - timedelta(days=2)
NoticeVersion.objects.create(notice=notice, effective=day, body="We keep little.")
dana = User.objects.create_superuser("dana")
CodeApp.objects.create(user=dana, name="App with codes", confirmed=True)
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": folder,
            "SITE_URL": "https://prepared.org",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "INQUIRY_KEYS": f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
            "NOTIFY_EMAIL": "dana@prepared.org",
            "EMAIL_HOST": "mail.prepared.org",
        }

        def manage(*arguments: str) -> int:
            command = [sys.executable, "-W", "error", "manage.py", *arguments]
            return subprocess.call(command, env=environment)

        return (
            manage("migrate", "--verbosity", "0")
            or manage("shell", "--verbosity", "0", "--command", _PREPARE)
            or manage("check", "--deploy", "--fail-level", "WARNING")
        )


if __name__ == "__main__":
    sys.exit(main())
