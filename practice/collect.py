"""Gather, name and compress the static files: `python -m practice.collect`, by whoever owns the code.

Where the site runs as a user who may not write its own code, this is done once after each change of the
code. It asks for no setting of the real site, and leaves no secret behind.
"""

import os
import tempfile


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "practice.settings",
            "DATA_DIR": folder,
            "SITE_URL": "http://127.0.0.1",
            "DATABASE_URL": "sqlite://:memory:",
        }
        import django

        django.setup()
        from practice.start import collect_static

        collect_static()


if __name__ == "__main__":
    main()
