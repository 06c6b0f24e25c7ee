#!/usr/bin/env python
"""The practice's commands: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    os.umask(0o077)  # what the site keeps is for its own user, in a folder made by others too
    from django.core.management import execute_from_command_line
    from django.db import NotSupportedError, OperationalError, ProgrammingError

    from practice.env import Misconfigured

    # Whoever runs these is told what to do in one line; --traceback names the code lines instead. What is
    # caught nowhere is one quiet line too (practice.web.logs), because a database's words quote rows.
    try:
        execute_from_command_line(sys.argv)
    except Misconfigured as problem:
        sys.exit(str(problem))
    except NotSupportedError as problem:  # a server that is too old; Django names both versions
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"The database cannot be used: {problem} Nothing was changed.")
    except (OperationalError, ProgrammingError) as problem:
        if "--traceback" in sys.argv:
            raise
        sys.exit(_about_the_database(problem))


def _about_the_database(problem: Exception) -> str:
    if "no such table" in str(problem) or "does not exist" in str(problem):
        return "The database has no tables yet, or old ones: run `manage.py migrate` first."
    return "The database does not answer: check DATABASE_URL, and that it is running and has room."


if __name__ == "__main__":
    main()
