"""The backend that DATABASE_URL chooses for PostgreSQL; Django looks for it under this name.

A server that is stopped, or behind a network that swallows packets, keeps its connections open and says
nothing. No setting of the server ends that wait, nor does TCP: the kernel at the other end still
answers. So the wait itself is bounded here, while a request has set `practice.patience`.
"""

from collections.abc import Callable
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from practice import patience

# A kept connection whose server has not said a word by then is given up for a new one.
_SIGN_OF_LIFE = 0.75


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but its waits end when the request's patience does."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        limit = patience.seconds()
        if limit is not None:
            if limit <= 0:
                raise psycopg.OperationalError("the database did not answer before")
            # Two seconds are the shortest psycopg knows, for each address a name stands for.
            conn_params = {**conn_params, "connect_timeout": 2}
        connection = super().get_new_connection(conn_params)
        connection.wait = _bounded(connection)
        return connection

    def init_connection_state(self) -> None:
        super().init_connection_state()
        limit = patience.seconds()
        if limit is not None:
            # The server stops working on, or waiting for, what nobody waits for any more. A little
            # sooner than we hang up, so that a lock held by another keeps this connection usable.
            with self.connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = {int(limit * 875)}")

    def is_usable(self) -> bool:
        with patience.of(_SIGN_OF_LIFE):
            return super().is_usable()


def _bounded(connection: Any) -> Callable[..., Any]:
    """`connection.wait`, which every statement goes through, giving up in time."""
    wait = connection.wait

    def wait_in_time(generator: Any, **options: Any) -> Any:
        limit = patience.seconds()
        if limit is None:
            return wait(generator, **options)
        try:
            return wait(generator, **{"timeout": limit, **options})
        except psycopg.errors._WaitTimeout:
            # Half a conversation: nothing that is said on it later could be understood.
            connection.close()
            raise psycopg.OperationalError("the database did not answer in time") from None

    return wait_in_time
