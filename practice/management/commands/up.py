import os
import secrets
import socket
import sys
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from practice import clock
from practice.backups import recovery
from practice.content.covers import draw_soon, is_due
from practice.content.models import Entry
from practice.content.rerender import is_long
from practice.content.rerender import rerender as rerender_entries
from practice.content.search import index as search
from practice.demo.load import load_demo
from practice.desk.signin.links import first_link
from practice.profile.desk import made_up_practice
from practice.profile.kept import keep
from practice.profile.models import Practice
from practice.profile.rerender import rerender as rerender_profile
from practice.start import (
    bring_forward,
    collect_static,
    one_at_a_time,
    refuse_half_a_restore,
    refuse_wrong_keys,
)

USERNAME = "practitioner"


class Command(BaseCommand):
    help = (
        "Start the site: make the tables, add demo content when there is nothing yet, make a sign-in "
        "for the practitioner when there is none, and serve. Running it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_a_missing_server()
        _refuse_a_taken_port()
        _refuse_a_silent_database()
        with one_at_a_time():
            refuse_half_a_restore()
            collect_static()
            told = bring_forward()
            refuse_wrong_keys()
            if not Practice.objects.exists() and not Entry.objects.exists():
                load_demo()
                self.stdout.write("The database was empty: demo content is in.")
            if not (many := is_long()):
                rerender_entries()
            if not search.in_step():
                search.remake()
            rerender_profile()
            recovery.in_force()
            keep()  # also after a restore, or a change made on another machine
            link, password = _first_sign_in()
        if doubt := clock.doubt():
            told.append(f"Look at the clock: {doubt}.")
        for line in told:
            self.stdout.write(line)
        if is_due() or many:
            draw_soon()  # in a process of its own, while this one serves
        self._say_where(link, password)
        connection.close()
        serve()

    def _say_where(self, link: str | None, password: str | None) -> None:
        address = f"http://{settings.HOST}:{settings.PORT}"
        shown = settings.SITE_URL if settings.PRODUCTION else address
        self.stdout.write(f"Read at     {shown}/\nYour desk   {shown}/admin/")
        if link:
            self.stdout.write(
                f"Begin here  {link}\n            (good for 24 hours, shown only now)"
            )
        if password:
            self.stdout.write(f"Sign in as  {USERNAME}\nPassword    {password}   (shown only now)")
        if not link:
            self.stdout.write("Sign in as you always do; when you cannot: manage.py let_in NAME")
        if settings.PRODUCTION and (warning := made_up_practice()):
            self.stdout.write(f"Before anyone reads it: {warning}")
        if not settings.EMAIL_HOST:
            self.stdout.write(f"Mail        written to files in {settings.EMAIL_FILE_PATH}")
        self.stdout.flush()


def serve() -> None:
    """Become the web server, so that signals and exit status are its own."""
    config = str(settings.BASE_DIR / "gunicorn.conf.py")
    command = ["gunicorn", "--config", config, "practice.wsgi"]
    if settings.SERVER == "granian":
        command = ["practice.on_granian"]
    os.chdir(settings.BASE_DIR)
    os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606  our own


def _refuse_a_missing_server() -> None:
    if find_spec(settings.SERVER) is None:
        raise CommandError(
            f"SERVER is {settings.SERVER}, which is not installed: "
            f"{sys.executable} -m pip install --require-hashes -r requirements/{settings.SERVER}.txt"
        )


def _refuse_a_taken_port() -> None:
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError as problem:
            raise CommandError(
                f"Port {settings.PORT} on {settings.HOST} cannot be used: {problem.strerror}. "
                "Stop what uses it, or set PORT to another number."
            ) from None


def _refuse_a_silent_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError:
        where = connection.settings_dict
        name = (
            where["NAME"]
            if connection.vendor == "sqlite"
            else f"{where['NAME']} on {where['HOST']}"
        )
        raise CommandError(
            f"The database {name} does not answer: check DATABASE_URL, and that it is running."
        ) from None


def _first_sign_in() -> tuple[str | None, str | None]:
    """A link while nobody can sign in, and on one's own machine a password too."""
    link = first_link(USERNAME)
    if link is None or settings.PRODUCTION:
        return link, None
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    user = get_user_model().objects.get(username=USERNAME)
    user.set_password(password)
    user.save()
    return link, password
