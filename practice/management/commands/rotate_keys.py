import fcntl
import re
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from intake.models import SealingKey
from intake.sealed_rows import (
    NotAllOpened,
    count_not_under,
    key_ids_in_use,
    rows_not_under,
    seal_anew,
)
from intake.sealing import KeyRing, key_ring, new_key
from practice.audit.log import record
from practice.env import replace_secret
from practice.management.paragraphs import HelpInParagraphs
from practice.start import refuse_wrong_keys

_LOCK_NUMBER = 7_083_207  # any number nobody else uses on this database
_LOCK_SECONDS = 5  # how soon a database notices that a killed run is gone
# A post that was sealed a moment before the ring changed may be stored a moment after.
SETTLE_SECONDS = 1.0
_MOST_PASSES = 50
_SAY_EVERY_SECONDS = 5.0
_LONGEST_PAUSE_SECONDS = 0.01

HELP = """\
Seal everything visitors wrote, and your notes, with a new key.

Do this once in a while, and at once when somebody may have seen the old key. The site goes on
running meanwhile, and nothing changes for visitors. It may be stopped at any moment: run it again
and it goes on where it stopped.

The old key is kept beside the new one, because copies of the database made before today need it.
When you have let those copies go, run it with --forget-old.

Afterwards keep a copy of the new keys apart from this machine: without them nothing that visitors
wrote can be read again. docs/keys.md says where the keys lie.
"""


class Command(HelpInParagraphs):
    help = HELP

    def add_arguments(self, parser: ArgumentParser) -> None:
        either = parser.add_mutually_exclusive_group()
        either.add_argument(
            "--forget-old",
            action="store_true",
            help="Make no new key. Remove the old keys that nothing in the database is sealed with any "
            "more. Older copies of the database cannot be read without them.",
        )
        either.add_argument(
            "--new-key",
            action="store_true",
            help="Only print a new key, for INQUIRY_KEYS kept in the environment. Send it straight to "
            "where your secrets are kept; whoever sees it can read what is sealed with it.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_key"]:
            self.stdout.write(new_key(_fresh_id(key_ring())))
            return
        with _alone():
            refuse_wrong_keys()
            if options["forget_old"]:
                self._forget_old()
            else:
                self._rotate()

    def _rotate(self) -> None:
        ring = key_ring()
        moved, closed = self._seal_all(ring, 0.0)
        if not moved:
            if settings.INQUIRY_KEYS_PATH is None and len(ring.keys) > 1:
                self.stdout.write(f"Everything is sealed with {ring.newest} already. {_by_hand()}")
                _report(closed)
                return
            ring = _add_key(ring)
            self.stdout.write(f"The new key is {ring.newest}.")
            moved, closed = self._seal_all(ring, time.monotonic())
        else:
            self.stdout.write("An earlier change of keys was not finished. It is now.")
        record("keys rotated", actor="site")
        self.stdout.write(f"Sealed with {ring.newest}: {moved}. Older keys are kept.")
        _report(closed)

    def _forget_old(self) -> None:
        ring = key_ring()
        _, closed = self._seal_all(ring, time.monotonic())
        needed = {ring.newest} | key_ids_in_use()
        forgotten = sorted(ring.keys.keys() - needed)
        if not forgotten:
            self.stdout.write("There is no old key that could be forgotten.")
        else:
            path = _path_of_ring(forgotten)
            parts = [part.strip() for part in _text_in(path).split(",")]
            _write_ring(path, ",".join(part for part in parts if part.partition(":")[0] in needed))
            record("keys forgotten", actor="site")
            self.stdout.write(
                f"Forgotten: {', '.join(forgotten)}. Copies of the database that were made earlier cannot "
                "be read any more, unless you kept that key somewhere else."
            )
        _report(closed)

    def _seal_all(self, ring: KeyRing, changed: float) -> tuple[int, list[str]]:
        """Pass over all rows until a whole pass, begun when the ring had settled, finds nothing to do.

        `changed`: when the ring did. How many rows were sealed anew, and which did not open.
        """
        moved = 0
        for _ in range(_MOST_PASSES):
            began = time.monotonic()
            count, closed = self._one_pass(ring)
            moved += count
            settled = changed + SETTLE_SECONDS
            if not count and began >= settled:
                return moved, closed
            if not count:
                time.sleep(max(0.0, settled - time.monotonic()))
        raise CommandError(
            f"Some process still seals with an older key than {ring.newest}: "
            "restart every process of the site, then run this again."
        )

    def _one_pass(self, ring: KeyRing) -> tuple[int, list[str]]:
        count, closed, said = 0, [], time.monotonic()
        expected = count_not_under(ring.newest)
        for model, pk in rows_not_under(ring.newest):
            began = time.monotonic()
            try:
                count += seal_anew(model, pk, ring)
            except NotAllOpened as problem:
                closed.append(str(problem))
            if time.monotonic() - said > _SAY_EVERY_SECONDS:
                said = time.monotonic()
                self.stdout.write(f"Sealed anew: {count} of {expected} …")
                self.stdout.flush()
            # Half the time is left to visitors who post; a row that was slow had waited for them.
            time.sleep(min(time.monotonic() - began, _LONGEST_PAUSE_SECONDS))
        return count, closed


@contextmanager
def _alone() -> Iterator[None]:
    """Keep a second run out, on this machine and, on PostgreSQL, on every machine of the site."""
    with (settings.DATA_DIR / "rotate_keys.lock").open("w") as lock:
        deadline = time.monotonic() + _LOCK_SECONDS
        while not (_locked(lock) and _database_locked()):
            if time.monotonic() > deadline:
                raise CommandError("rotate_keys is running already; nothing was done here.")
            time.sleep(0.2)
        yield


def _locked(lock: Any) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _database_locked() -> bool:
    """Held until this command's connection ends."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK_NUMBER])
        return bool(cursor.fetchone()[0])


def _fresh_id(ring: KeyRing) -> str:
    """An id that no key ever had here."""
    known = set(SealingKey.objects.values_list("key_id", flat=True))
    known |= ring.keys.keys() | key_ids_in_use()
    numbers = [int(found[1]) for key_id in known if (found := re.fullmatch(r"k([0-9]+)", key_id))]
    return f"k{max(numbers, default=0) + 1}"


def _add_key(ring: KeyRing) -> KeyRing:
    """Put a new key in front of the ring, on disk before anything is sealed with it."""
    path = _path_of_ring()
    _write_ring(path, f"{new_key(_fresh_id(ring))},{_text_in(path)}")
    refuse_wrong_keys()  # which leaves the new key's proof
    return key_ring()


def _path_of_ring(forgotten: Sequence[str] = ()) -> Path:
    """The file the keys lie in; raises CommandError with what to do when they lie in none."""
    if settings.INQUIRY_KEYS_PATH is None:
        raise CommandError(_by_hand(forgotten))
    return Path(settings.INQUIRY_KEYS_PATH)


def _text_in(path: Path) -> str:
    return path.read_text(encoding="ascii").strip()


def _write_ring(path: Path, text: str) -> None:
    try:
        replace_secret(path, text)
    except OSError as problem:
        raise CommandError(
            f"{path} cannot be changed by this command ({problem.strerror}). Run it as the user the site "
            "runs as; or put a new key (rotate_keys --new-key prints one) in front of it yourself, and run "
            "this again."
        ) from None


def _by_hand(forgotten: Sequence[str] = ()) -> str:
    if forgotten:
        return (
            f"INQUIRY_KEYS is set in the environment: take {', '.join(forgotten)} out of it there, and "
            "restart every process. Nothing is sealed with it any more; nothing was changed."
        )
    return (
        "INQUIRY_KEYS is set in the environment, which this command cannot change: put a new key "
        "(rotate_keys --new-key prints one) and a comma in front of it, restart every process of the "
        "site, then run this again."
    )


def _report(closed: list[str]) -> None:
    if closed:
        raise CommandError(
            f"Not opened, and left as they are: {', '.join(closed)}. Somebody or something changed them "
            "in the database. All others are done."
        )
