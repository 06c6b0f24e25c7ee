"""The site with nothing kept: every page is made for every request, and never for two at once."""

from typing import Any

from practice import wsgi


class Unkept(type(wsgi.application)):
    def _made_once(self, asked: Any, turn: int, environ: dict[str, Any]) -> Any:
        return self._make(asked.environ(environ))


application = Unkept(wsgi.readable, wsgi.application._freshness, room=0)
