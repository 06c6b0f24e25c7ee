"""How the commands of backup and restore ask for the recovery key, and say how far they are."""

import sys
from getpass import getpass
from typing import Self

from django.conf import settings
from django.core.management.base import CommandError

from practice.archive import age
from practice.archive.bundle import Part
from practice.backups import recovery


def recovery_key(*, here: bool = False) -> str:
    """The key on the sheet: from RECOVERY_KEY, else from this machine when `here`, else typed unseen.

    Raises BadKey when it is none.
    """
    typed = settings.RECOVERY_KEY
    if not typed and here:
        try:
            return recovery.here()
        except recovery.Missing:
            pass
    if not typed:
        if not sys.stdin.isatty():
            raise CommandError(
                "The recovery key is missing: set RECOVERY_KEY to what the recovery sheet says, or run this "
                "in a terminal, which asks for it."
            )
        typed = getpass("The recovery key on your sheet (it is not shown as you type): ")
    key = age.tidy_key(typed)
    age.public_half(key)
    return key


class Telling:
    """One line on a terminal that says which part it is at; elsewhere nothing."""

    def __init__(self, doing: str) -> None:
        self._doing, self._said = doing, ""

    def __enter__(self) -> Self:
        return self

    def of(self, part: Part) -> None:
        where = part.name.rpartition("/")[0]
        if sys.stderr.isatty() and where != self._said:
            self._said = where
            sys.stderr.write(f"\r\033[K{self._doing} {where} …")
            sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self._said:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
