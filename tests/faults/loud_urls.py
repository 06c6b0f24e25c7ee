"""The site's addresses, and /broken/<way>/, which quotes what it was sent in every way code can."""

import logging
import threading
import warnings

from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from practice.urls import *  # noqa: F403
from practice.urls import urlpatterns as of_the_site

NO_TABLE = "Pterodaustronest"  # the database's words about it name it
library, ours = logging.getLogger("library"), logging.getLogger("practice.sample")


class Leaving:
    def __init__(self, said):
        self.said = said

    def __del__(self):
        raise ValueError(self.said)


def raised(said):
    raise ValueError(said)


def chained(said):
    try:
        raise KeyError(said)
    except KeyError as problem:
        raise RuntimeError(said) from problem


def grouped(said):
    raise ExceptionGroup(said, [ValueError(said), KeyError(said)])


def asked_of_the_database(said):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT %s FROM "{NO_TABLE}"', [said])


def in_a_thread(said):
    thread = threading.Thread(target=raised, args=[said], name=said)
    thread.start()
    thread.join()


def passed_over(said):
    Leaving(said)


def warned(said):
    warnings.warn(said, stacklevel=1)
    warnings.warn(UserWarning(said), stacklevel=2)


def logged(said):
    library.debug(said)
    library.error("it said %s", said, stack_info=True, extra={"said": said})
    library.warning("%d", said)
    ours.warning("%d", said)  # a mistake in a log call: Python would print both parts of it
    logging.error(said)


def in_a_template(said):
    Template("{{ said.nothing }}{{ said.nothing.more }}").render(Context({"said": said}))


WAYS = {
    way.__name__: way
    for way in (
        *(raised, chained, grouped, asked_of_the_database, in_a_thread, passed_over, warned),
        *(logged, in_a_template),
    )
}


@csrf_exempt
def broken(request, way):
    WAYS[way](request.POST["message"])
    return HttpResponse("done")


urlpatterns = [path("broken/<way>/", broken), *of_the_site]
