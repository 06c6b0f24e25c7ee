"""`manage.py check --deploy` under a prepared production environment: it must have nothing to say."""

import base64
import os
import secrets
import subprocess
import sys
import tempfile


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": folder,
            "SITE_URL": "https://practice.example",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "INQUIRY_KEYS": f"k1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}",
            "NOTIFY_EMAIL": "dana@practice.example",
            "EMAIL_HOST": "mail.practice.example",
        }
        command = [sys.executable, "-W", "error", "manage.py", "check", "--deploy"]
        return subprocess.call([*command, "--fail-level", "WARNING"], env=environment)


if __name__ == "__main__":
    sys.exit(main())
