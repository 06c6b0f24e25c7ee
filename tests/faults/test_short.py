"""The short form of `make faults`: the few faults that matter most, on shortened clocks.

Two sites are made to wait for their mail at the start, so that it is waited for once. The order matters.
"""

import time

import pytest

from tests.faults import flood, on_disk, pressing
from tests.faults.ledger import NOTIFIED, not_notified, proved, settle, stored
from tests.faults.mail_session import Fault
from tests.faults.stopping import stop_in_flight
from tests.faults.storm import Storm, any_web_worker
from tests.faults.visitor import Visitor

SEED = 4
# The site's own clocks are 25 and 25, and its promise 60. A killed sender's mail is taken up by another
# twenty seconds after its session must have ended, on any clock.
SHORT_CLOCKS = {"EMAIL_SESSION_SECONDS": "3", "EMAIL_PROBE_SECONDS": "3"}
RETURN_SECONDS = 30
THANKED_SECONDS = 2.0


class Returns:
    """A site whose mail server has just come back, with inquiries that wait."""

    def __init__(self, site, server, visitors):
        self.site, self.server, self.visitors = site, server, visitors
        server.fault, self.mended = None, time.monotonic()

    def settled(self):
        self.server.until(lambda: not not_notified(self.site, self.server), 40)
        taken = [mail.at for mail in self.server.taken]
        assert max(taken) - self.mended < RETURN_SECONDS
        return settle("short", "", self.site, self.visitors, self.server)


@pytest.fixture(scope="module")
def hung(start_site, start_mail):
    """The server took three mails' words and never answered; now it would."""
    server = start_mail(Fault("dot", "hang"))
    site = start_site(server.port, WEB_WORKERS="1", **SHORT_CLOCKS)
    visitors = [Visitor(site, n, wants_mail=True).read_form().send() for n in range(1, 4)]
    assert server.until(lambda: any(one.step == "dot" for one in server.sessions), 10)
    return Returns(site, server, visitors)


@pytest.fixture(scope="module")
def storm(start_site, start_mail):
    """Forty visitors, four kills, and a third of the mail sessions broken; now it is over."""
    server = start_mail()
    server.break_a_third(SEED)
    storm = Storm(start_site(server.port, **SHORT_CLOCKS), visitors=40, seed=SEED)
    storm.rage(4, any_web_worker(storm))
    storm.calm()
    storm.returns = Returns(storm.site, server, storm.visitors)
    return storm


@pytest.fixture
def calm(hung):
    """The first site and its mail server, well by now."""
    return hung.site, hung.server


@pytest.mark.engine_free
def test_visitors_are_thanked_at_once_while_the_mail_server_hangs(hung):
    assert [one.statuses for one in hung.visitors] == [[303]] * 3
    assert max(one.seconds for one in hung.visitors) < THANKED_SECONDS
    assert hung.server.taken == [] or hung.server.taken[0].at > hung.mended


def test_whoever_is_killed_the_visitors_are_thanked(storm):
    assert storm.kills == 4
    assert len(storm.within_five) == 40


@pytest.mark.engine_free
def test_what_waited_for_the_hung_server_was_sent_once(hung):
    row = hung.settled()
    assert (row.acknowledged, row.stored, row.notified) == (3, 3, 3)
    assert (row.lost, row.doubled, row.repeats) == (0, 0, 0)


@pytest.mark.engine_free
def test_each_mail_comes_once_and_in_order_when_all_is_well(calm, hung):
    site, server = calm
    visitors = [Visitor(site, n, wants_mail=True).read_form().send() for n in range(11, 23)]
    assert server.until(lambda: not not_notified(site, server), 5)
    assert server.until(lambda: all(server.to(one.email) for one in visitors if one.wants_mail), 5)
    row = settle("short", "", site, [*hung.visitors, *visitors], server)
    assert (row.stored, row.notified, row.repeats, row.doubled, row.lost) == (15, 15, 0, 0, 0)
    arrived = [
        one for mail in server.to(NOTIFIED) for one in visitors if one.reference in mail.text
    ]
    assert arrived == visitors


def test_however_the_button_is_pressed_it_is_one_inquiry(calm):
    site, _ = calm
    pressing.at_once(site, 100, 2)
    pressing.again_and_again(site, 101)
    pressing.other_words_or_another_person(site, 102)
    pressing.after_a_crash(site, 104)


def test_the_log_is_on_disk_before_the_thank_you(calm, tmp_path):
    site, _ = calm
    if reason := on_disk.why_not(site):
        pytest.skip(reason)
    visitor = Visitor(site, 200).read_form()
    assert on_disk.synced_before_thanks(site, on_disk.seen_while(visitor, tmp_path))


@pytest.mark.engine_free
def test_machines_are_stored_and_people_are_heard_meanwhile(calm):
    site, server = calm
    before, machines, people = stored(site), flood.bots(site, 28), flood.people(site, 4)
    for person in people:
        person.changes = {"message": "I write slowly."}
    flood.flood(machines, people)
    assert len(stored(site)) == len(before) + 32
    wanted = {one.reference for one in people}
    assert server.until(lambda: not wanted & not_notified(site, server), 10)
    time.sleep(1)  # mail about the machines would leave now
    told = set().union(*(mail.references for mail in server.to(NOTIFIED)))
    assert len({one.reference for one in machines} & told) <= 10


@pytest.mark.engine_free
def test_stopping_resets_no_post_in_flight(calm):
    site, _ = calm
    visitors = [Visitor(site, number) for number in range(300, 320)]
    stopped = stop_in_flight(site, visitors)
    assert stopped.in_flight > 10
    assert stopped.seconds < 10
    assert all(isinstance(one.statuses[-1], int) for one in visitors)
    thanked = [one for one in visitors if one.thanks]
    assert thanked
    assert site.query("SELECT count(*) FROM intake_inquiry")[0][0] >= len(thanked)


def test_nothing_was_lost_in_the_storm_and_all_of_it_is_notified(storm):
    row = storm.returns.settled()
    assert (row.acknowledged, row.stored, row.notified) == (40, 40, 40)
    assert (row.lost, row.doubled) == (0, 0)
    assert proved(storm.site)
