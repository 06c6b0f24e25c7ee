"""Every mail has its words, goes to whom it may, and carries nothing that a visitor wrote (docs/howto.md).

About a second.
"""

import re

import pytest
from django.core import mail
from django.template import TemplateDoesNotExist

from intake import actions, emails
from intake.models import Notification
from practice.profile.models import Practice
from tests.intake.inquiries import received
from tests.test_repository import HARDEST_GRADE, grade, read

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]

# A visitor is written to only when they ticked the box for it (PROMISES S3).
TO_THE_VISITOR = {"acknowledgement"}
ABOUT_NO_INQUIRY = {"weekly"}
SAMS = {
    "name": "Quillfeather",
    "pronouns": "zewordhir",
    "email": "quill.pigeon@mailword.example",
    "phone": "628.555.0147",
    "times": "Thursdayishly",
    "heard": "Ottolinebakery",
    "message": "Februraryhouse whisperquarrel",
}
TO_DANA = "desk@practice.example"
EVERY_KIND = pytest.mark.parametrize("kind", Notification.Kind.values)


@pytest.fixture
def made(practice, settings):
    """Make the mail of a kind, about a request in which Sam wrote a word everywhere."""
    settings.NOTIFY_EMAIL = TO_DANA
    Practice.objects.update(name="Dana’s & Kim's <rooms>")

    def made(kind):
        inquiry = None if kind in ABOUT_NO_INQUIRY else received(**SAMS)
        owed = Notification(inquiry=inquiry, kind=kind, message_id=emails.new_message_id())
        try:
            return emails.make(owed)
        except KeyError:
            pytest.fail(
                f"Nobody writes the mail “{kind}”: add a function to _MAKERS in intake/emails.py."
            )
        except TemplateDoesNotExist as missing:
            pytest.fail(f"The mail “{kind}” has no words: write templates/{missing}.")

    return made


@EVERY_KIND
def test_a_mail_is_plain_text_with_a_subject_of_one_line(made, kind):
    message = made(kind)

    assert message.subject.strip(), f"templates/emails/ has an empty subject for “{kind}”."
    assert "\n" not in message.subject
    assert len(message.subject) <= 78  # RFC 5322, section 2.1.1
    assert message.content_subtype == "plain"
    assert not getattr(message, "alternatives", None)
    assert not message.attachments
    whole = message.body + message.subject
    assert "&amp;" not in whole and "&#x27;" not in whole, (
        f"Names are written as in HTML in “{kind}”: wrap its text in {{% autoescape off %}}."
    )


@EVERY_KIND
def test_a_mail_holds_no_word_of_the_visitors(made, kind):
    message = made(kind)
    named = {name for name in SAMS if name != "email" or kind not in TO_THE_VISITOR}

    whole = message.message().as_string() + message.body + message.subject
    for name in sorted(named):
        for word in SAMS[name].split():
            assert word not in whole, f"The mail “{kind}” holds what Sam wrote into “{name}”."
    reference = r"[A-Z0-9]{4}-[A-Z0-9]{4}"  # by which Dana finds it all the same
    assert bool(re.search(reference, message.body)) is (kind not in ABOUT_NO_INQUIRY)


@EVERY_KIND
def test_a_mail_goes_to_the_practitioner_unless_the_visitor_asked_for_it(made, kind):
    message = made(kind)

    expected = SAMS["email"] if kind in TO_THE_VISITOR else TO_DANA
    assert message.to == [expected], (
        f"“{kind}” goes to {message.to}. A visitor gets only what they ticked a box for: see _owe_mails() in "
        "intake/actions.py, and outbox, bounces and inbox/words, which know the one mail that goes to them."
    )
    assert not message.cc + message.bcc
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert not mail.outbox  # made, not sent


@EVERY_KIND
def test_a_mail_is_quiet_and_easy_to_read(made, kind):
    body = made(kind).body

    assert "!" not in body
    assert "http" not in body.split("\n")[0]  # a line of words comes first
    assert grade(body) < HARDEST_GRADE, f"“{kind}” is too hard to read: {grade(body):.1f}."
    prose = [line for line in body.splitlines() if "http" not in line]
    assert max(map(len, prose)) <= 100, f"Wrap the lines of “{kind}”: mail programs do not."


@EVERY_KIND
def test_somebody_owes_the_mail(kind):
    name = Notification.Kind(kind).name
    assert f"Kind.{name}" in read("intake/actions.py"), (
        f"Nothing ever sends “{kind}”: owe it with _owe(inquiry, Kind.{name}) in intake/actions.py, "
        "inside the transaction of what it tells about."
    )
    assert actions.Kind is Notification.Kind
