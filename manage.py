#!/usr/bin/env python
"""The practice's commands: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    from django.core.management import execute_from_command_line

    from practice.env import Misconfigured

    try:
        execute_from_command_line(sys.argv)
    except Misconfigured as problem:
        sys.exit(f"{problem}")


if __name__ == "__main__":
    main()
