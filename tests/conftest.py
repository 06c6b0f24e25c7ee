"""What every test may ask for. Dana is the practitioner, Sam a visitor."""

import gc
import string
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.middleware import csrf
from django.test import Client, TransactionTestCase
from django.utils import timezone

from journal.models import Post
from pages.models import Page
from practice.content.models import Emotion, Tag
from practice.profile.models import CrisisLine, Notice, NoticeVersion, Practice
from tests import copies, emptying, evidence
from tests.signing_in import steps

# A form's token is 64 letters by chance: now and then one spells a word that a page must not hold.
csrf.CSRF_ALLOWED_CHARS = string.digits


def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # the process that starts the others
        copies.begin()
        config.pluginmanager.register(evidence.Record())


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        copies.end()


def pytest_collection_finish():
    """What was imported and collected stays to the end, and need not be looked through for rubbish."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True, scope="session")
def undefined_names_let_pass_at_once(_fail_for_invalid_template_variable):
    """Where a test lets them pass, pytest-django looks for the template all the same: 40 ms for each name."""
    handler = type(settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"])
    look = handler.__mod__
    handler.__mod__ = lambda self, name: look(self, name) if self.fail else self.origin_value


@pytest.fixture(autouse=True, scope="session")
def emptied_of_what_was_filled():
    TransactionTestCase._fixture_teardown = emptying.empty


@pytest.fixture
def practice(db):
    """Dana's practice, as she filled it in."""
    practice = Practice.objects.create(
        name="The Quiet Room",
        strapline="therapy with Dana Whitfield",
        practitioner="Dana Whitfield",
        licence_title="Licensed Marriage and Family Therapist",
        licence_number="LMFT 000000",
        licence_board="Board of Behavioral Sciences",
        telephone="(415) 555-0199",
        email="dana@quietroom.example",
        place="12 Alder Lane\nSan Francisco, CA 94110",
        licensed_in=["CA"],
        time_zone="America/Los_Angeles",
        reply_days=2,
    )
    CrisisLine.objects.create(practice=practice, label="Call 988", link="tel:988")
    return practice


@pytest.fixture
def privacy(practice):
    """The privacy notice, in force since January."""
    notice = Notice.objects.create(slug="privacy", title="Privacy")
    effective = timezone.localdate() - timedelta(days=60)
    NoticeVersion.objects.create(notice=notice, effective=effective, body="We keep **little**.")
    return notice


@pytest.fixture(autouse=True)
def no_other_process_draws(monkeypatch):
    """Covers are drawn in a process of their own, which would not find the test's database."""
    from practice.content import covers

    monkeypatch.setattr(covers, "_start_drawing", lambda: None)


@pytest.fixture(autouse=True)
def room_on_the_disk(monkeypatch):
    """The site warns while a disk is filling, and this machine's may be."""
    from collections import namedtuple

    disk = namedtuple("Disk", "total used free")(100 * 1024**3, 0, 100 * 1024**3)
    monkeypatch.setattr("practice.desk.disk.disk_usage", lambda path: disk)


@pytest.fixture
def sam(practice):
    """Sam's browser, with no session."""
    return Client()


@pytest.fixture
def dana(practice):
    """Dana's browser, signed in with the app on her telephone; her recovery codes are in the drawer."""
    user = get_user_model().objects.create_superuser("dana", "dana@practice.example", "pw")
    client = steps.AtHerDesk()
    client.force_login(user)
    steps.came_in_with(client, steps.app_of(user))
    steps.put_away_codes(user)
    return client


@pytest.fixture
def write(db):
    """Write a post, or with `kind` a page: `write("Rain", emotions=["calm"])`. Public since yesterday."""

    def write(title, *, kind="post", tags=(), emotions=(), days_ago=1, **fields):
        from django.utils.text import slugify

        model = Post if kind == "post" else Page
        fields.setdefault("slug", slugify(title))
        fields.setdefault("status", "public")
        fields.setdefault("publish_at", timezone.now() - timedelta(days=days_ago))
        fields.setdefault("body", f"Some words about {title}.")
        entry = model.objects.create(kind=kind, title=title, **fields)
        for model, names in ((Tag, tags), (Emotion, emotions)):
            made = [
                model.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]
                for name in names
            ]
            (entry.tags if model is Tag else entry.emotions).set(made)
        return entry

    return write


@pytest.fixture
def later(time_machine):
    """Let time pass: `later(hours=2)`."""

    def later(**how_long):
        time_machine.move_to(timezone.now() + timedelta(**how_long))

    return later


@pytest.fixture
def answers():
    """What Sam fills in: all that is required, read a minute ago."""
    handed_out = int(time.time()) - 60
    return {
        "name": "Sam",
        "email": "sam@mail.example",
        "preferred": "email",
        "who": "me",
        "place": "CA",
        "modality": "in_person",
        "message": "I can’t sleep. Evenings are the hardest part.",
        "consent": "on",
        "opened": signing.dumps(["key-of-this-form", handed_out], salt="intake.form"),
    }


@pytest.fixture
def kept_outside(settings, tmp_path):
    """The folder outside the database, fresh; the note of the log's end lies in it."""
    settings.DATA_DIR = tmp_path
    return tmp_path
