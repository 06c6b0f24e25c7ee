"""An acknowledgement that comes back marks the inquiry: Dana should call instead of mailing."""

from io import BytesIO

import pytest

from intake import bounces
from intake.models import Inquiry, Notification
from practice.audit.models import Event

pytestmark = pytest.mark.django_db

REPORT = """\
From: mailer-daemon@mx.example
Message-ID: <of-the-report@mx.example>
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your mail could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; sam@mail.example
Action: {action}
Status: 5.1.1

--b
Content-Type: {kind}

Subject: Your message has arrived
Message-ID: {message_id}


--b--
"""


@pytest.fixture
def inquiry(sam, answers):
    sam.post("/consultation/", {**answers, "acknowledge": "on"})
    return Inquiry.objects.get()


def report(message_id, *, action="failed", headers_only=False):
    """What a mail server sends back (RFC 3464)."""
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return BytesIO(REPORT.format(message_id=message_id, action=action, kind=kind).encode())


def message_id(inquiry, kind="acknowledgement"):
    return inquiry.notifications.get(kind=kind).message_id


@pytest.mark.parametrize("headers_only", [True, False])
def test_the_inquiry_is_marked(inquiry, headers_only):
    found = bounces.take(report(message_id(inquiry), headers_only=headers_only))

    assert found == inquiry.reference
    assert Inquiry.objects.get().bounced_at


def test_a_delay_a_stranger_and_danas_own_mail_mark_nothing(inquiry):
    assert bounces.take(report(message_id(inquiry), action="delayed")) == ""
    assert bounces.take(report("<made-up@practice.example>")) == ""
    assert bounces.take(report(message_id(inquiry, "practitioner"))) == ""
    assert bounces.take(BytesIO(b"Subject: hello\n\nno report at all\n")) == ""
    assert bounces.take(BytesIO(b"\xff\xfe\x00")) == ""
    assert Inquiry.objects.get().bounced_at is None
    assert Notification.objects.count() == 2


def test_it_is_an_event_once(inquiry):
    for _ in range(2):
        bounces.take(report(message_id(inquiry)))

    events = Event.objects.filter(action="acknowledgement came back")
    assert [event.references for event in events] == [[inquiry.reference]]
