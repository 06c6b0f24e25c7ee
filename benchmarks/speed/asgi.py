"""The same applications for gunicorn's ASGI worker, as asgiref hands them on: one thread runs them."""

from asgiref.wsgi import WsgiToAsgi

from benchmarks.speed import missing
from practice import wsgi

kept = WsgiToAsgi(wsgi.application)
made = WsgiToAsgi(missing.application)
