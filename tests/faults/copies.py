"""Many sites for the price of one: the first is started and stopped, the others begin as copies of it."""

import os
import shutil
import uuid
from pathlib import Path

import psycopg

from tests.faults.processes import after_covers, without_covers
from tests.running_site import RunningSite


class Copies:
    def __init__(self, folder: Path, *, with_covers: bool):
        """`with_covers` waits once until the first site has drawn its covers, so that no copy begins to."""
        self.folder = folder
        self.first = RunningSite(folder / "first")
        self.first.folder.mkdir(parents=True)
        (after_covers if with_covers else without_covers)(self.first.start()).stop()
        self.first.log.unlink()

    def make(self, mail_port: int | None = None, **environment: str) -> RunningSite:
        """A site of its own, with two web processes, not started yet."""
        folder = self.folder / uuid.uuid4().hex[:8]
        shutil.copytree(self.first.folder, folder)
        environment = {"WEB_WORKERS": "2", **environment}
        database_url = self._copy_database() if self.first.database_url else None
        return RunningSite(folder, mail_port, database_url=database_url, **environment)

    def _copy_database(self) -> str:
        old = self.first.database_url.partition("?")[0].rsplit("/", 1)[1]
        new = f"{old}_{uuid.uuid4().hex[:8]}"
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{new}" TEMPLATE "{old}"')
        return self.first.database_url.replace(old, new)

    def close(self) -> None:
        self.first.close()
