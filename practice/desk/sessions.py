"""Sessions in the database under a keyed hash, over after half an hour of nothing and after twelve hours.

Whoever reads the table cannot sign in with what is there.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone
from django.utils.crypto import salted_hmac

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
_SIGNED_IN = "signed_in_at"
_ACTIVE = "active_at"
_OFTEN_ENOUGH = 10  # seconds; not every picture of a page need write the session anew


class SessionStore(db.SessionStore):
    """Django's own, but a row is found by the hash of what the browser holds, and the row knows its end.

    What is saved without the person's doing, such as a draft now and then, moves no end.
    """

    def begin(self) -> None:
        """Somebody has signed in."""
        self[_SIGNED_IN] = self[_ACTIVE] = int(time.time())

    def go_on(self) -> None:
        """The person has done something."""
        if time.time() - self.get(_ACTIVE, 0) >= _OFTEN_ENOUGH:
            self[_ACTIVE] = int(time.time())
            self.setdefault(_SIGNED_IN, self[_ACTIVE])

    def last_end(self) -> datetime:
        """When it is over whatever the person does."""
        return _after(self.get(_SIGNED_IN), LONGEST)

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        return min(_after(self.get(_ACTIVE), IDLE), self.last_end())

    def get_expiry_age(self, **kwargs: Any) -> int:
        return max(0, int((self.get_expiry_date() - timezone.now()).total_seconds()))

    def _get_session_from_db(self) -> Any:
        rows = self.model.objects.filter(expire_date__gt=timezone.now())
        found = rows.filter(session_key=_hidden(self.session_key)).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return super().exists(_hidden(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = _hidden(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            super().delete(_hidden(key))


def _after(moment: int | None, span: timedelta) -> datetime:
    began = timezone.now() if moment is None else datetime.fromtimestamp(moment, UTC)
    return began + span


def _hidden(session_key: str | None) -> str:
    hashed = salted_hmac("practice.desk.sessions", session_key or "", algorithm="sha256")
    return hashed.hexdigest()[:40]  # as many as the column holds
