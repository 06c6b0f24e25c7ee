"""Sessions in the database under a keyed hash: whoever reads the table cannot sign in with what is there."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone
from django.utils.crypto import salted_hmac


class SessionStore(db.SessionStore):
    """Django's own, but a row is found by the hash of what the browser holds."""

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


def _hidden(session_key: str | None) -> str:
    hashed = salted_hmac("practice.desk.sessions", session_key or "", algorithm="sha256")
    return hashed.hexdigest()[:40]  # as many as the column holds
