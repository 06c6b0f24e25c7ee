"""Django with nothing of ours: `/` says the same as bare_wsgi.py, `/insert` stores what was posted.

No middleware, no template, one committed row through the model layer, in the same database as the site's.
"""

import os
import sys
from pathlib import Path

from django.conf import settings

from practice.databases import database

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="bare",  # noqa: S106  it signs nothing
    DATABASES={
        "default": database(os.environ.get("DATABASE_URL", ""), Path(os.environ["DATA_DIR"]))
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402  settings come first

application = get_wsgi_application()

from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from benchmarks.speed.bare_wsgi import BODY, HEADERS  # noqa: E402


class Message(models.Model):
    text = models.TextField()

    class Meta:
        app_label = "bare"
        db_table = "bare_message"

    def __str__(self) -> str:
        return self.text


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, headers=dict(HEADERS))


def insert(request: HttpRequest) -> HttpResponse:
    Message.objects.create(text=request.POST["message"])
    return HttpResponse("kept")


urlpatterns = [path("", constant), path("insert", insert)]

if __name__ == "__main__":  # makes its table
    with connection.schema_editor() as editor:
        editor.create_model(Message)
    sys.exit()
