"""R5, R6, R11 and S9 in their long form; the short one is in test_short.py."""

import time

import pytest

from tests.faults import flood, on_disk, pressing
from tests.faults.ledger import NOTIFIED, Figure, engine, not_notified, settle, stored
from tests.faults.stopping import stop_in_flight
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.faults

CAP = 10


@pytest.fixture(scope="module")
def mail(start_mail):
    return start_mail()


@pytest.fixture(scope="module")
def site(start_site, mail):
    return start_site(mail.port)


def test_however_it_is_pressed_it_is_one_inquiry(site, mail, ledger):
    before = len(stored(site))
    for number in range(100, 110):
        pressing.at_once(site, number, 2)
        pressing.at_once(site, number + 10, 10)
        pressing.again_and_again(site, number + 20)
        pressing.from_a_form_read_anew(site, number + 30)
        pressing.other_words_or_another_person(site, 2 * number)
    for number in range(500, 505):
        pressing.after_a_crash(site, number)
    written = 4 * 10 + 3 * 10 + 5
    found = len(stored(site)) - before
    what = "inquiries of 75 visitors pressing in every way"
    figure = Figure("R5", what, str(written), str(found), engine(site), found == written)
    assert ledger.figure(figure)


def test_the_log_is_on_disk_before_each_thank_you(site, tmp_path, ledger):
    if reason := on_disk.why_not(site):
        pytest.skip(reason)
    for number in range(600, 610):
        visitor = Visitor(site, number).read_form()
        call = on_disk.synced_before_thanks(site, on_disk.seen_while(visitor, tmp_path))
    figure = Figure("R6", "seen by strace before 303, ten posts", "fsync", call, engine(site), True)
    assert ledger.figure(figure)


@pytest.mark.parametrize("posts", [50])
def test_stopping_resets_no_post_in_flight(start_site, mail, ledger, posts):
    site = start_site(mail.port)
    visitors = [Visitor(site, number) for number in range(1, posts + 1)]
    stopped = stop_in_flight(site, visitors)
    assert stopped.in_flight > posts / 2
    answers = [visitor.statuses[-1] for visitor in visitors]
    reset = [answer for answer in answers if not isinstance(answer, int)]
    took = stopped.seconds
    kept = ledger.promise(
        "R11",
        engine(site),
        ("reset by SIGTERM", "0", f"{len(reset)} of {posts}", not reset),
        ("down after SIGTERM", "≤ 10 s", f"{took:.1f} s", took <= 10),
    )
    site.start()
    for visitor in visitors:
        visitor.reference = visitor.read_thanks() if visitor.thanks else ""
    row = ledger.add(settle("R11 stopped", "SIGTERM", site, visitors, None))
    assert row.lost + row.doubled == 0
    assert row.stored == answers.count(303)
    assert kept


def test_a_flood_is_stored_and_hides_nobody(start_site, start_mail, ledger):
    server = start_mail()
    site = start_site(server.port)
    machines, persons = flood.bots(site, 500), flood.people(site, 40)
    flood.flood(machines, persons)
    expected = {one.reference for one in persons}
    server.until(lambda: not expected & not_notified(site, server), 60)

    time.sleep(3)  # mail about the machines would leave now
    row = ledger.add(settle("S9 flood", "500 bot posts", site, [*machines, *persons], server))
    told = set().union(*(mail.references for mail in server.to(NOTIFIED)))
    about_bots = len({one.reference for one in machines} & told)
    assert "" not in expected
    late = len(expected - told)
    kept = ledger.promise(
        "S9",
        engine(site),
        ("bot posts stored", "500", str(row.stored - 40), row.stored == 540),
        ("notified about one address", "≤ 10", str(about_bots), about_bots <= CAP),
        ("people accepted and notified", "40", str(40 - late), not late),
    )
    assert row.lost + row.doubled == 0
    assert kept
