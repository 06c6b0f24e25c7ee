"""Three machines and two senders over one PostgreSQL; one of each is lost while visitors write through Caddy.

What they share comes first, because nobody starts again what was lost in the storm.
"""

import os
import time

import pytest
from PIL import Image

from tests.faults import flood, machines
from tests.faults.ledger import NOTIFIED, Figure, engine, not_notified, proved, settle, stored
from tests.faults.storm import Storm
from tests.faults.visitor import Visitor

SEED = 20_261_123
SHORT, LONG = 40, int(os.environ.get("FAULTS_POSTS", "1500")) // 5
# A killed sender's mail is taken up by another twenty seconds after its session must have ended (25).
TAKEN_UP_SECONDS = 60
MAIL_APART = {"OUTBOX": "off", "WEB_WORKERS": "1"}


@pytest.fixture(scope="module", params=[SHORT, pytest.param(LONG, marks=pytest.mark.faults)])
def practice(request, make_site, start_mail, tmp_path_factory):
    """The practice on three machines, its mail server, and how many visitors will write in the storm."""
    server = start_mail()
    first = make_site(server.port, **MAIL_APART)
    if not first.database_url:
        pytest.skip("several machines share a PostgreSQL")
    several = machines.Machines(first, server.port, tmp_path_factory.mktemp("caddy"), **MAIL_APART)
    try:
        yield several.start(), server, request.param
    finally:
        several.close()


def everywhere(several, path):
    return [one.ask(path) for one in several.web]


def test_a_text_saved_once_is_read_at_every_machine(practice):
    several, _, _ = practice
    path, title = several.site.query(
        "SELECT slug, title FROM content_entry WHERE kind = 'post' AND status = 'public' "
        "AND publish_at < now() ORDER BY id LIMIT 1"
    )[0]
    before = everywhere(several, f"/journal/{path}/")
    assert all(title in page.text and "Rain at last" not in page.text for page in before)

    several.site.write(f"UPDATE content_entry SET title = 'Rain at last' WHERE slug = '{path}'")
    time.sleep(1.1)  # how old a kept page may be

    assert all("Rain at last" in page.text for page in everywhere(several, f"/journal/{path}/"))


def test_a_picture_in_the_shared_folder_is_shown_by_every_machine(practice):
    several, _, _ = practice
    folder = several.site.folder / "media"
    folder.mkdir(exist_ok=True)
    picture = folder / f"{'0a' * 10}-90.webp"
    assert [one.status for one in everywhere(several, f"/media/{picture.name}")] == [404] * 3

    Image.new("RGB", (90, 30), "teal").save(picture)
    shown = everywhere(several, f"/media/{picture.name}")

    assert [one.status for one in shown] == [200] * 3
    assert {one.body for one in shown} == {picture.read_bytes()}


def test_who_writes_too_often_is_counted_across_machines(practice):
    several, server, _ = practice
    many = [
        Visitor(several.site, 2_000 + number, address=flood.BOT_ADDRESS) for number in range(16)
    ]
    people = [Visitor(several.site, 3_000 + number) for number in range(2)]

    flood.flood(many, people)

    wanted = {one.reference for one in people}
    assert server.until(lambda: not wanted & not_notified(several.site, server), 10)
    time.sleep(1)  # mail about the others would leave now
    told = set().union(*(mail.references for mail in server.to(NOTIFIED)))
    assert len(stored(several.site)) == 18
    assert len({one.reference for one in many} & told) <= 10
    several.heard = [*many, *people]


def test_nothing_is_lost_when_a_machine_and_a_sender_are(practice, ledger):
    several, server, posts = practice
    site, before = several.site, several.heard
    server.break_a_third(SEED)
    storm = Storm(site, visitors=posts, seed=SEED)

    storm.rage(2, several.lose_the_next)
    storm.calm()
    server.fault = None
    mine = {visitor.reference for visitor in storm.visitors}
    told = server.until(lambda: not mine & not_notified(site, server), TAKEN_UP_SECONDS)
    row = ledger.add(
        settle(
            "machines", "a machine and a sender killed", site, [*before, *storm.visitors], server
        )
    )
    proof = proved(site)
    what = f"{row.lost}, {row.doubled}, {'all' if told else 'not all'}"
    kept = told and proof and not row.lost + row.doubled
    told_as = "three machines: lost, doubled, notified"
    ledger.figure(Figure("R1", told_as, "0, 0, all", what, engine(site), kept))
    assert storm.kills == 2
    assert several.web[1].process.poll() is not None
    assert several.workers[0].poll() is not None
    assert several.workers[1].poll() is None
    assert len(storm.within_five) == posts
    assert set(stored(site)) == mine | {visitor.reference for visitor in before}
    assert (row.lost, row.doubled) == (0, 0)
    assert told
    assert proof
