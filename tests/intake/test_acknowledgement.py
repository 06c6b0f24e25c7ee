"""The mail to Sam: only when asked for, to that one address, and with none of Sam's words in it."""

import re
from email import message_from_bytes, policy

import pytest
from django.core import mail

from intake import actions, outbox
from intake.models import Inquiry, Notification

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]

# Every field a visitor fills in, with words that stand nowhere else.
WORDS = {
    "name": "Quintessa",
    "pronouns": "fae/faer",
    "email": "quintessa@mail.example",
    "phone": "(415) 555-0777",
    "times": "Thursdays at dusk",
    "heard": "a heron told me",
    "message": "zugzwang <b>every</b> evening",
    "place": "NV",
    "modality": "telehealth",
    "who": "couple",
    "acknowledge": "on",
}


def write_in(sam, answers, **changes):
    """Send the form; all mails that leave on account of it."""
    before = len(mail.outbox)
    assert sam.post("/consultation/", {**answers, **changes}).status_code == 303
    return sent(before)


def sent(before=0):
    while outbox.send_next():
        pass
    return mail.outbox[before:]


def to_visitors(messages):
    return [message for message in messages if message.to != ["dana@practice.example"]]


def as_read(message):
    """Headers and body as a mail program shows them."""
    parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    return parsed, parsed.get_content()


def test_sam_gets_it_when_asked_for_and_only_then(sam, answers):
    assert to_visitors(write_in(sam, answers)) == []

    ticked = write_in(sam, answers, acknowledge="on", message="Again, with the box ticked")

    (message,) = to_visitors(ticked)
    assert message.to == ["sam@mail.example"]
    assert message.cc == message.bcc == []


def test_without_an_address_there_is_none_to_send(sam, answers):
    messages = write_in(
        sam, answers, acknowledge="on", email="", phone="(415) 555-0777", preferred="phone"
    )

    assert to_visitors(messages) == []
    assert not Notification.objects.filter(kind="acknowledgement").exists()
    assert Inquiry.objects.get().acknowledge


def test_it_says_who_when_and_what_next(sam, answers):
    (message,) = to_visitors(write_in(sam, answers, **WORDS))

    headers, body = as_read(message)
    inquiry = Inquiry.objects.get()
    assert headers["From"] == "website@practice.example"
    assert headers["Reply-To"] == "dana@quietroom.example"
    assert headers["To"] == "quintessa@mail.example"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert inquiry.reference in headers["Subject"]
    assert f"{inquiry.reply_by:%A, %B} {inquiry.reply_by.day}" in body
    assert "988" in body
    assert "(415) 555-0199" in body


def test_no_mail_holds_a_word_of_what_was_written(sam, answers):
    messages = write_in(sam, answers, **WORDS)

    assert len(messages) == 2
    for message in messages:
        headers, body = as_read(message)
        del headers["To"]
        whole = f"{headers.items()} {body} {message.message().as_string()}".lower()
        for words in ("quintessa", "fae/", "555-0777", "dusk", "heron", "zugzwang", "evening"):
            assert words not in whole.replace("to: quintessa@mail.example", ""), words
        for words in ("nevada", "telehealth", "video", "couple", "<b>"):
            assert words not in whole, words


HOSTILE = [
    '"a,b"@x.example',
    '"sam\\" <all@mail.example>"@x.example',
    "sam@mail.example,all@mail.example",
    "sam@mail.example all@mail.example",
    "sam@mail.example\r\nBcc: all@mail.example",
    "sam@mail.example\nBcc: all@mail.example",
    "sam@mail.example%0aBcc:all@mail.example",
    "sam@mail.example\u2028Bcc: all@mail.example",
    "<sam@mail.example>",
    "Sam <sam@mail.example>",
    "sam@[127.0.0.1]",
    "sam@localhost",
    "sam(comment)@mail.example",
    "@all@mail.example:sam@mail.example",
    "ſam@mail.example",
    "s" * 243 + "@x.example",
    "s" * 900 + "@x.example",
    "sam@bücher.example",
    "sam@xn--bcher-kva.example",
    "sam+=?utf-8?q?x?=@mail.example",
    "-oQ/tmp@mail.example",
    "sam!other.example@mail.example",
    "sam%other.example@mail.example",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_no_address_adds_a_header_or_another_recipient(sam, answers, address):
    response = sam.post("/consultation/", {**answers, "email": address, "acknowledge": "on"})

    messages = sent()
    assert response.status_code in {303, 422}
    assert len(to_visitors(messages)) <= 1
    for message in messages:
        headers, _ = as_read(message)
        assert set(headers.keys()) <= {
            *("Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From"),
            *("To", "Date", "Message-ID", "Auto-Submitted", "Reply-To"),
        }
        assert len(message.recipients()) == 1
        assert len(headers["To"].addresses) == 1
        if message in to_visitors(messages):
            assert message.to == [address]
            assert headers["To"].addresses[0].username == address.partition("@")[0]


def test_a_mailbox_gets_three_a_day_under_whatever_spelling(sam, answers, later):
    spellings = ["sam@mail.example", "SAM@mail.example", "sam+1@Mail.example", "sam+x@mail.example"]
    messages = []
    for number, spelling in enumerate(spellings):
        changes = {"email": spelling, "acknowledge": "on", "message": f"Words {number}"}
        messages += write_in(sam, answers, **changes)

    assert len(to_visitors(messages)) == 3
    assert len(messages) == 7
    assert Inquiry.objects.filter(state="new").count() == 4
    other = write_in(sam, answers, email="alex@mail.example", acknowledge="on")
    assert len(to_visitors(other)) == 1
    later(hours=25)
    again = write_in(sam, answers, acknowledge="on", message="The day after")
    assert len(to_visitors(again)) == 1


def test_spam_gets_none_until_dana_says_it_is_none(sam, answers):
    assert write_in(sam, answers, acknowledge="on", website="x") == []

    actions.update(inquiry=Inquiry.objects.get(), by="dana", state="new")

    assert len(to_visitors(sent())) == 1


@pytest.mark.parametrize("cleared_by", ["Dana", "a slow second press"])
def test_marking_is_no_way_round_the_three_a_day(sam, answers, cleared_by):
    for number in range(6):
        words = {**answers, "acknowledge": "on", "message": f"Words {number}"}
        sam.post("/consultation/", {**words, "opened": ""})
        if cleared_by == "Dana":
            marked = Inquiry.objects.get(state="spam")
            actions.update(inquiry=marked, by="dana", state="new")
        else:
            sam.post("/consultation/", words)

    messages = sent()
    assert Inquiry.objects.filter(state="new").count() == 6
    assert len(messages) - len(to_visitors(messages)) == 6
    assert len(to_visitors(messages)) == 3


def test_its_link_leads_to_the_site_whatever_host_was_claimed(sam, answers, settings):
    settings.ALLOWED_HOSTS = ["*"]
    sam.defaults["HTTP_HOST"] = "evil.example"
    sam.defaults["HTTP_X_FORWARDED_HOST"] = "evil.example"

    messages = write_in(sam, answers, acknowledge="on")

    for message in messages:
        assert "evil" not in message.message().as_string()
    (message,) = to_visitors(messages)
    links = re.findall(r"https?://\S+", message.body)
    assert all(link.startswith("http://practice.example") for link in links)
    (withdraw,) = [link for link in links if "/withdraw/" in link]
    del sam.defaults["HTTP_HOST"], sam.defaults["HTTP_X_FORWARDED_HOST"]
    page = sam.get(withdraw.removeprefix("http://practice.example"))
    assert "Take your message back?" in page.content.decode()


def test_a_forged_host_is_refused_and_nothing_is_stored(sam, answers):
    response = sam.post("/consultation/", answers, HTTP_HOST="evil.example")

    assert response.status_code == 400
    assert "evil" not in response.content.decode()
    assert not Inquiry.objects.exists()
