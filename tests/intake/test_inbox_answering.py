"""Dana answers with one tap, by the way Sam asked for, with words she wrote before."""

import re
from html import unescape
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
from django.apps import apps

from intake.inbox.answering import filled, mailto
from intake.models import Inquiry, ReplyTemplate
from tests.intake.inquiries import page_of, received, words

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.engine_free]

BODY = "Hello {name},\n\n{unknown} {} {name:x} 100 % & more?\n\n{practitioner}, {telephone}, {reference}"


@pytest.fixture
def welcome(practice):
    ReplyTemplate.objects.all().delete()
    return ReplyTemplate.objects.create(
        name="Welcome", subject="To {name}", body=BODY, state="scheduled"
    )


def links(page):
    return [unescape(link) for link in re.findall(r'href="((?:mailto|tel):[^"]*)"', page)]


def shown(dana, inquiry):
    return dana.get(page_of(inquiry)).content.decode()


def read(link):
    """What a mail program makes of a mailto: link: recipient, subject and body."""
    parts = urlsplit(link)
    fields = parse_qs(parts.query, strict_parsing=True)
    return parts.path, fields["subject"], fields["body"]


def test_a_tap_begins_a_mail_with_everything_filled_in(dana, welcome):
    inquiry = received(name="Sam & Ria")

    mails = [link for link in links(shown(dana, inquiry)) if "subject" in link]

    (link,) = mails
    recipient, subject, body = read(link)
    assert recipient == "sam@mail.example"
    assert subject == ["To Sam & Ria"]
    assert body == [
        "Hello Sam & Ria,\r\n\r\n{unknown} {} {name:x} 100 % & more?\r\n\r\n"
        f"Dana Whitfield, (415) 555-0199, {inquiry.reference}"
    ]


def test_no_address_or_name_adds_a_recipient_or_a_header():
    link = mailto("a?bcc=x@y.example&b,c@mail.example", "One\r\nBcc: x@y.example", "body")

    assert link.count("?") == 1
    assert "," not in link
    recipient, subject, _ = read(link)
    assert recipient == "a%3Fbcc%3Dx@y.example%26b%2Cc@mail.example"
    assert subject == ["One Bcc: x@y.example"]


def test_an_empty_value_leaves_its_place_to_be_seen():
    assert filled("Call {telephone}.", {"telephone": ""}) == "Call {telephone}."
    assert filled("{a}", {"a": "{b}", "b": "no"}) == "{b}"


def test_having_answered_sets_what_the_template_says(dana, welcome):
    inquiry = received()
    page = shown(dana, inquiry)
    button = re.search(r'<button form="work" name="state" value="(\w+)"[^>]*>I have answered', page)

    dana.post(page_of(inquiry), {"state": button[1], "notes": ""})

    assert Inquiry.objects.get().state == "scheduled"
    assert Inquiry.objects.get().answered_at


def test_a_number_is_called_with_one_tap_and_a_voicemail_is_left_only_where_it_may(dana, welcome):
    yes = received(phone="+1 (415) 555-0147", email="", preferred="phone", voicemail=True)
    no = received(phone="628 555 0101", preferred="phone")

    page = shown(dana, yes)
    assert links(page) == ["tel:+14155550147"]
    assert "+1 (415) 555-0147. <strong>A voicemail is fine.</strong>" in page
    assert "Do not leave a voicemail" not in page
    assert "They would like a call." in page

    page = shown(dana, no)
    assert links(page)[0] == "tel:6285550101"
    assert "628 555 0101. <strong>Do not leave a voicemail.</strong>" in page
    assert "A voicemail is fine" not in page


def test_the_way_sam_prefers_stands_first(dana, welcome):
    by_mail = shown(dana, received(phone="628 555 0101", preferred="email"))
    by_phone = shown(dana, received(phone="628 555 0101", preferred="phone"))

    assert links(by_mail)[0].startswith("mailto:")
    assert links(by_phone)[0].startswith("tel:")


def test_three_templates_are_there_from_the_start_and_can_be_changed(dana, practice):
    migration = import_module("intake.migrations.0004_reply_templates")
    ReplyTemplate.objects.all().delete()
    migration.write(apps, None)

    assert [each.name for each in ReplyTemplate.objects.all()] == ["Welcome", "Full", "Referral"]
    own = ReplyTemplate.objects.get(name="Full")
    assert "Welcome" in words(dana.get("/admin/intake/replytemplate/"))
    fields = {"name": "Full", "subject": "Mine", "body": "Mine", "state": "waiting", "order": 2}
    dana.post(f"/admin/intake/replytemplate/{own.pk}/change/", fields)

    migration.write(apps, None)
    assert ReplyTemplate.objects.get(name="Full").subject == "Mine"
    migration.take_back(apps, None)
    assert [each.name for each in ReplyTemplate.objects.all()] == ["Full"]


def test_the_first_templates_hold_every_way_out_and_nothing_of_the_message(dana, practice):
    migration = import_module("intake.migrations.0004_reply_templates")
    ReplyTemplate.objects.all().delete()
    migration.write(apps, None)
    page = shown(dana, received(message="The house creaks."))

    mails = [read(link) for link in links(page) if "subject" in link]

    assert len(mails) == 3
    for _, (subject,), (body,) in mails:
        assert subject == "Your message to Dana Whitfield"
        assert body.startswith("Hello Sam,")
        assert "988" in body
        assert "creaks" not in body
        assert "{" not in body
