"""Kept pages over a Django that is only played, and visitors who ask for them."""

from io import BytesIO, StringIO

from practice.web.kept.application import KeptPages

TEXT = "<main><article>A quiet evening. " + "Some more words. " * 40 + "</article></main>"
PLAIN = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-cache")]
ROOM = 200_000


class Clock:
    """What the thread that looks at the database would say."""

    now, is_sure = 1, True

    def begin(self):
        pass

    looks_due = 0

    def look_soon(self):
        self.looks_due += 1

    def turn(self):
        return self.now


class Site:
    """Django's place: answers each address with `TEXT`, and remembers what it was asked."""

    def __init__(self):
        self.asked, self.clock = [], Clock()
        self.answers = {}  # by path: status, headers, body
        self.before = lambda: None
        self.kept = KeptPages(self._answer, self.clock, room=ROOM)

    def _answer(self, environ, start):
        self.asked.append(environ)
        self.before()
        status, headers, body = self.answers.get(environ["PATH_INFO"], ("200 OK", PLAIN, TEXT))
        start(status, list(headers))
        return [body.encode()]

    def get(self, path="/journal/rain/", query="", **environ):
        answer = Answer()
        given = {
            **{"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query},
            **{"HTTP_HOST": "practice.example", "REMOTE_ADDR": "127.0.0.1"},
            **{"wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": StringIO()},
            **environ,
        }
        answer.body = b"".join(self.kept(given, answer.start))
        return answer


class Answer:
    def start(self, status, headers, _=None):
        self.status, self.headers = int(status[:3]), dict(headers)
        assert len(headers) == len(self.headers), "a header twice"

    @property
    def was_kept(self):
        return "hit" in self.headers.get("Cache-Status", "")
