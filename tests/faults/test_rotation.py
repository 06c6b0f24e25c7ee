"""The keys are changed while visitors post, and the change is killed twice on its way."""

import statistics
import subprocess
import sys
import threading
import time
import uuid

import pytest

from intake.models import Inquiry
from intake.sealing import KeyRing, SealedTextField, key_id_of
from tests.browser import visitor
from tests.running_site import ROOT

SEALED = [f.name for f in Inquiry._meta.fields if isinstance(f, SealedTextField)]
OLD_REQUESTS = """
from uuid import uuid4
from django.db import transaction
from intake.models import Inquiry

with transaction.atomic():
    Inquiry.objects.bulk_create((
        Inquiry(
            reference=f"OLD-{number}", token=uuid4().hex, digest=uuid4().hex, form_digest=uuid4().hex,
            reply_by="2026-12-01", name=f"Old {number}", message="I cannot sleep. " * 40, notes="call",
            email="old@mail.example", preferred="email", who="me", place="CA", modality="either",
        )
        for number in range(%d)
    ), batch_size=500)
"""


class Visitors(threading.Thread):
    """Somebody who sends one request after the other, each with other words."""

    def __init__(self, site, name):
        super().__init__(name=name, daemon=True)
        self.site = site
        self.stop = threading.Event()
        self.statuses, self.seconds, self.names = [], [], []

    def run(self):
        while not self.stop.is_set():
            name = f"{self.name} {len(self.names)}"
            self.names.append(name)
            try:
                form = visitor.read_form(self.site)
                answer, took = visitor.send_form(
                    self.site, form, hurry=True, name=name, message=name
                )
            except Exception as problem:  # whatever it was, this visitor was not thanked
                self.statuses.append(repr(problem))
                continue
            self.statuses.append(answer.status)
            self.seconds.append(took)
            self.stop.wait(0.1)


@pytest.fixture
def site_with(start_site):
    """`site_with(60)`: a running site with so many requests."""

    def start(rows):
        site = start_site(OUTBOX="off")
        made = site.manage("shell", "--no-imports", "-c", OLD_REQUESTS % rows)
        assert made.returncode == 0, made.stderr
        return site

    return start


def rotation(site):
    return subprocess.Popen(
        [sys.executable, "manage.py", "rotate_keys"],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def under(site, key_id):
    sql = f"SELECT count(*) FROM intake_inquiry WHERE notes LIKE '1.{key_id}.%%'"
    return site.query(sql.replace("%%", "%"))[0][0]


def kill_when(site, running, done):
    """SIGKILL as soon as so many rows are under the new key."""
    while under(site, "k2") < done:
        assert running.poll() is None, running.communicate()
        time.sleep(0.05)
    running.kill()
    running.communicate()


def rotate_and_kill(site, rows):
    """Two runs killed on their way and one to the end; what it said, and the seconds all took."""
    began = time.monotonic()
    for part in (0.3, 0.6):
        kill_when(site, rotation(site), rows * part)
    last = rotation(site)
    said, problem = last.communicate(timeout=300)
    assert last.returncode == 0, problem
    return said, time.monotonic() - began


def settle(site, visitors, rows):
    """Every request opens, under the newest key; every post was thanked, and is there once."""
    ring = KeyRing.parse((site.folder / "inquiry_keys").read_text())
    assert list(ring.keys) == ["k2", "k1"]
    columns = ", ".join(SEALED)
    names, ids = [], set()
    for pk, *tokens in site.query(f"SELECT id, {columns} FROM intake_inquiry"):
        for column, token in zip(SEALED, tokens, strict=True):
            text = ring.open(token, f"intake.inquiry:{uuid.UUID(str(pk))}:{column}")
            ids.add(key_id_of(token))
            if column == "name":
                names.append(text)
    sent = [name for one in visitors for name in one.names]
    assert {status for one in visitors for status in one.statuses} == {303}
    assert sorted(names) == sorted([*sent, *(f"Old {number}" for number in range(rows))])
    assert ids == {"k2"}


def storm(site, rows):
    visitors = [Visitors(site, name) for name in ("Sam", "Alex")]
    for one in visitors:
        one.start()
    try:
        said, seconds = rotate_and_kill(site, rows)
    finally:
        for one in visitors:
            one.stop.set()
        for one in visitors:
            one.join(30)
    assert "An earlier change of keys was not finished. It is now." in said
    assert min(len(one.names) for one in visitors) > 3
    settle(site, visitors, rows)
    return seconds, sorted(took for one in visitors for took in one.seconds)


def test_keys_change_under_posts_though_the_change_is_killed_twice(site_with):
    storm(site_with(60), 60)


@pytest.mark.faults
def test_ten_thousand_requests_change_their_key_under_posts(site_with, capsys):
    rows = 10_000
    site = site_with(rows)
    calm = Visitors(site, "Kim")
    calm.start()
    time.sleep(10)
    calm.stop.set()
    calm.join(30)
    before = statistics.quantiles(calm.seconds, n=100)[98]

    visitors = [Visitors(site, name) for name in ("Sam", "Alex")]
    for one in visitors:
        one.start()
    said, seconds = rotate_and_kill(site, rows)
    for one in visitors:
        one.stop.set()
        one.join(30)

    assert "It is now" in said
    settle(site, [calm, *visitors], rows)
    during = statistics.quantiles([took for one in visitors for took in one.seconds], n=100)[98]
    with capsys.disabled():
        print(
            f"\n{rows} requests sealed anew in {seconds:.0f} s, killed twice; "
            f"p99 of a post {before * 1000:.0f} ms before and {during * 1000:.0f} ms meanwhile"
        )
    assert during < 1.0
