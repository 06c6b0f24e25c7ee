"""A WSGI application of two pages, for a gunicorn whose threads are to be kept busy."""


def application(environ, start):
    body = b"x" * (1_000_000 if environ["PATH_INFO"] == "/long" else 30_000)
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Length", str(len(body))), ("Content-Type", "text/plain")])
    return [body]
