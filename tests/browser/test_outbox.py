"""A mail server that is away, or not in the mood, costs Sam nothing and Dana only a little time."""

import time

import pytest

from tests import copies
from tests.browser import visitor
from tests.running_site import Mailbox, free_port

pytestmark = pytest.mark.engine_free

THANKED_WITHIN = 2.0
NOTIFIED_WITHIN = 10.0  # of the mail server’s return, where the promise says 60 s (R2)


class Evening:
    """Two requests in one evening, so that their retries are waited for once.

    The mail server is down when Sam writes. Then it comes up, and tells the first mail it is handed,
    the one about Kim who writes next, to come back later.
    """

    def __init__(self, site, port):
        form = visitor.read_form(site)
        self.site = site
        self.sam, self.sam_waited = visitor.send_form(site, form)
        self.sam_reference = visitor.reference_of(site, self.sam)
        self.state_while_down = self._wait_for_a_failed_attempt()
        self.server = Mailbox(port, first_answers=["451 4.3.0 not now, come back later"])
        self.up_again = time.monotonic()
        self.kim, self.kim_waited = visitor.send_form(site, form, name="Kim", times="after Sam")
        self.kim_reference = visitor.reference_of(site, self.kim)

    def _wait_for_a_failed_attempt(self, seconds=10):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            [row] = self.site.query("SELECT attempts, state, last_error FROM intake_notification")
            if row[0] and row[2]:
                break
            time.sleep(0.05)
        return row

    def seconds_until(self, reference):
        [mail] = self.server.wait_about(reference, NOTIFIED_WITHIN)
        return mail.at - self.up_again


@pytest.fixture(scope="module")
def evening(tmp_path_factory):
    port = free_port()
    folder = tmp_path_factory.mktemp("evening")
    site = copies.make(folder, mail_port=port, EMAIL_PROBE_SECONDS="3")  # 25 in earnest
    told = None
    try:
        told = Evening(site.start(), port)
        yield told
    finally:
        site.close()
        if told:
            told.server.close()


def test_sam_is_thanked_at_once_though_no_mail_can_leave(evening):
    assert evening.sam.status == 303
    assert evening.sam_waited < THANKED_WITHIN
    attempts, state, error = evening.state_while_down
    assert (attempts, state) == (1, "waiting")
    assert "ConnectionRefused" in error
    assert "127.0.0.1" not in error


def test_the_mail_arrives_when_the_server_is_back(evening):
    assert evening.seconds_until(evening.sam_reference) < NOTIFIED_WITHIN


def test_a_mail_that_was_put_off_arrives_later_as_the_same_mail(evening):
    assert evening.kim_waited < THANKED_WITHIN
    assert evening.seconds_until(evening.kim_reference) < NOTIFIED_WITHIN
    tries = [mail for mail in evening.server.attempts if evening.kim_reference in mail.text]
    put_off, taken = [mail.answer[:3] for mail in tries]
    assert [put_off, taken] == ["451", "250"]
    assert len({mail.message["Message-ID"] for mail in tries}) == 1
    first, second = (mail.message for mail in tries)
    assert first["Subject"] == second["Subject"]
    assert first.get_content() == second.get_content()


def test_each_mail_came_once_and_nothing_is_owed(evening):
    time.sleep(0.5)
    for reference in (evening.sam_reference, evening.kim_reference):
        assert len(evening.server.about(reference)) == 1
    owed = evening.site.query("SELECT state, last_error FROM intake_notification")
    assert owed == [("sent", ""), ("sent", "")]
    identities = {mail.message["Message-ID"] for mail in evening.server.taken}
    assert len(identities) == 2


def test_the_log_says_what_failed_and_not_to_whom(evening):
    log = evening.site.output()
    assert "a practitioner mail was not taken: connect ConnectionRefusedError" in log
    assert "a practitioner mail was not taken: final dot 451 4.3.0" in log
    assert "come back later" not in log
    assert "dana@" not in log
    assert visitor.words_found(log) == []
