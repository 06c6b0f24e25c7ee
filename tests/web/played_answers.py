"""A WSGI application of one page, for a gunicorn whose threads are to be kept busy."""

from practice.web import server


class Worker(server.Worker):
    waits = 1


def application(environ, start):
    body = b"x" * (5_000_000 if environ["PATH_INFO"] == "/long" else 300)
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Length", str(len(body))), ("Content-Type", "text/plain")])
    return [body]
