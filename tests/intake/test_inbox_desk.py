"""What the desk's first page and /readyz say about the inbox, and when they say nothing."""

import re
from collections import namedtuple
from datetime import timedelta

import pytest
from django.utils import timezone

from intake.inbox import weeks
from intake.models import Chore, Inquiry, Notification
from practice.audit.models import Event
from practice.desk import disk
from tests.intake.inquiries import INBOX, page_of, received, someone_who_may, words

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.engine_free]

Disk = namedtuple("Disk", "total used free")
MB = 1024**2


@pytest.fixture
def room(monkeypatch):
    """`room(free, total)` is what is left on the disk."""

    def room(free, total):
        monkeypatch.setattr(disk, "disk_usage", lambda path: Disk(total, total - free, free))

    return room


def ago(**how_long):
    return timezone.now() - timedelta(**how_long)


def ready(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    return response.content.decode()


def test_a_quiet_desk_says_so(dana, practice):
    practice.licence_number = "LMFT 123456"
    practice.save()

    page = words(dana.get("/admin/"))

    assert "Nothing needs you now." in page
    assert "No requests came in twelve weeks." in page
    assert '<svg class="plot"' not in dana.get("/admin/").content.decode()
    assert ready(dana) == "ok\n"


@pytest.mark.on_both
def test_cards_lead_to_what_they_count(dana, practice):
    practice.retention_days = 365
    practice.save()
    for days in (340, 350, 360):
        received(name=f"Old {days}", state="closed", changed_at=ago(days=days))
    received(name="Asks", state="read", erasure_asked_at=ago(days=1))

    page = dana.get("/admin/").content.decode()

    cards = dict(re.findall(r'<div><a href="([^"]*)">([^<]*)</a>', page))
    assert cards[f"{INBOX}?show=retention"] == "3 requests will be erased within 30 days"
    assert cards[f"{INBOX}?show=erasure"] == "1 person asks to be erased"
    assert "Old 340" in words(dana.get(f"{INBOX}?show=retention"))
    assert "Asks" not in words(dana.get(f"{INBOX}?show=retention"))


def test_waiting_mail_is_told_on_every_page_and_to_readyz_after_a_quarter_of_an_hour(
    dana, practice
):
    inquiry = received()
    Notification.objects.update(created_at=ago(minutes=14))
    assert ready(dana) == "ok\n"

    Notification.objects.update(created_at=ago(minutes=16), attempts=9, last_error="connect")

    assert ready(dana) == "ok\nwarning: mail has been waiting for 16 minutes\n"
    for address in (page_of(inquiry), INBOX, "/admin/journal/post/"):
        assert words(dana.get(address)).count("Mail has been waiting for 16 minutes") == 1
    assert words(dana.get("/admin/")).count("Mail has been waiting for 16 minutes") == 1
    assert inquiry.reference in words(dana.get(f"{INBOX}?show=mail"))


def test_refused_and_given_up_mail_is_counted_until_it_no_longer_matters(dana, practice):
    received(name="Sam")
    received(name="Ria")
    Notification.objects.filter(inquiry=Inquiry.objects.first()).update(refused=True)
    Notification.objects.filter(inquiry=Inquiry.objects.last()).update(state="failed")

    said = ready(dana)
    assert "the mail server refuses 1 mail; 1 mail could not be sent and was given up" in said

    Inquiry.objects.filter(notifications__state="failed").update(state="contacted")
    assert "given up" not in ready(dana)
    for word in ("Sam", "Ria", "@", Inquiry.objects.first().reference):
        assert word not in said


def test_a_visitors_dead_address_is_no_fault_of_the_site(dana, practice):
    received(acknowledge=True, bounced_at=ago(hours=3))
    mail = Notification.objects.filter(kind="acknowledgement")
    mail.update(refused=True, created_at=ago(hours=3))

    assert ready(dana) == "ok\n"

    mail.update(kind="erasure")
    assert "refuses 1 mail" in ready(dana)


def test_what_the_self_check_found_is_told_and_also_that_nobody_checks(dana, practice):
    problem = "your mail server was not found"
    Chore.objects.create(name="self-check", last_at=ago(minutes=50), problem=problem)
    assert f"warning: {problem}\n" in ready(dana)
    assert "Your mail server was not found" in words(dana.get("/admin/"))

    Chore.objects.update(problem="")
    assert ready(dana) == "ok\n"

    Chore.objects.update(last_at=ago(minutes=121))
    assert "the site has not checked itself for more than two hours" in ready(dana)


def test_erased_bytes_that_remain_are_told(dana, practice):
    problem = "erased requests are still in the database’s log: something keeps reading it"
    Chore.objects.create(name="retention", last_at=ago(hours=1), problem=problem)

    assert problem in ready(dana)


@pytest.mark.parametrize(
    ("free", "total", "warns"),
    [(499, 1000, True), (501, 1000, False), (9_900, 100_000, True), (10_100, 100_000, False)],
)
def test_a_filling_disk_is_told_before_it_is_full(dana, room, free, total, warns):
    room(free * MB, total * MB)

    assert (f"the disk is filling: {free} MB free" in ready(dana)) is warns
    assert ("The disk is filling" in words(dana.get("/admin/"))) is warns


def test_a_disk_that_cannot_be_read_is_told(monkeypatch):
    def fail(path):
        raise OSError

    monkeypatch.setattr(disk, "disk_usage", fail)

    assert disk.disk_is_filling() == "the disk with the site’s data cannot be read"


@pytest.mark.on_both
def test_the_plot_counts_by_danas_weeks_and_leaves_spam_out(dana, practice, time_machine):
    time_machine.move_to("2026-11-20T20:00:00Z")  # a Friday
    monday = "2026-11-16T07:30:00Z"  # still Sunday in San Francisco
    received(received_at=monday, state="contacted", answered_at="2026-11-16T12:30:00Z")
    received(
        received_at="2026-11-16T08:30:00Z", state="contacted", answered_at="2026-11-19T08:30:00Z"
    )
    received(received_at="2026-11-17T08:30:00Z")
    received(received_at="2026-11-17T08:30:00Z", state="spam")
    received(received_at="2026-08-01T08:30:00Z")

    page = dana.get("/admin/").content.decode()

    rows = re.findall(r'<th scope="row">([^<]*)</th><td>(\d+)</td><td>([^<]*)</td>', page)
    assert len(rows) == 12
    assert rows[0] == ("Aug 31", "0", "—")
    assert rows[-2:] == [("Nov 9", "1", "5 hours"), ("Nov 16", "2", "3 days")]
    assert "3 requests came in twelve weeks." in words(dana.get("/admin/"))
    assert page.count("<circle") == 2
    assert page.count("<rect") == 2
    assert "style=" not in page.partition("<svg")[2].partition("</svg>")[0]


def test_one_fast_answer_stays_inside_the_picture(practice):
    received(state="contacted", answered_at=timezone.now())

    plot = weeks.plot()

    assert plot.weeks[-1].took == "1 minute"
    for week in plot.weeks:
        assert 0 <= week.bar_y <= plot.base
        assert week.dot_y is None or 0 < week.dot_y <= plot.base


def test_who_may_not_see_inquiries_sees_no_figure_of_them(practice):
    received()

    page = words(someone_who_may().get("/admin/"))

    assert "twelve weeks" not in page
    assert "1 new" not in page


def test_what_is_marked_and_unread_is_named_and_danger_first(dana, practice):
    assert "marked as spam" not in words(dana.get("/admin/"))

    marked = received(name="Bot", state="spam", suspicions=["it was filled in within 5 seconds"])
    assert "1 request is marked as spam, and nobody has looked" in words(dana.get("/admin/"))

    hurt = received(name="Kim", state="spam", message="I want to die", suspicions=["too many"])
    page = words(dana.get("/admin/"))
    assert "Something marked as spam may speak of dying. Please look." in page
    assert "I want to die" not in page

    for inquiry in (marked, hurt):
        dana.get(page_of(inquiry))
    assert "marked as spam" not in words(dana.get("/admin/"))


def test_in_production_without_a_mail_server_it_is_said(dana, settings):
    assert "EMAIL_HOST" not in ready(dana)
    settings.PRODUCTION, settings.EMAIL_HOST = True, ""

    assert "no mail leaves: it is written to files until EMAIL_HOST is set" in ready(dana)


def test_the_first_page_names_the_last_five_and_says_so_in_the_log(dana, practice):
    for number in range(6):
        received(name=f"Nia {number}", received_at=ago(hours=30 - number), modality="telehealth")
    received(name="Bot", state="spam")
    before = Event.objects.count()

    page = words(dana.get("/admin/"))

    assert "Nia 5" in page
    assert "Nia 0" not in page
    assert "Bot" not in page
    [seen] = Event.objects.order_by("pk")[before:]
    assert (seen.action, seen.actor) == ("inbox listed", "dana")
    newest = Inquiry.objects.exclude(state="spam").order_by("-received_at")[:5]
    assert seen.references == [inquiry.reference for inquiry in newest]


def test_a_first_page_without_inquiries_is_no_event(dana, practice):
    before = Event.objects.count()

    assert "Nobody has written yet." in words(dana.get("/admin/"))

    assert Event.objects.count() == before


def test_what_is_due_is_said_once_and_leads_to_it(dana, practice, time_machine):
    time_machine.move_to("2026-11-20T20:00:00Z")  # a Friday, noon in San Francisco
    today = received(name="Ana", reply_by="2026-11-20", received_at="2026-11-19T05:05:00Z")
    late = received(name="Ben", reply_by="2026-11-18", state="read")
    received(reply_by="2026-11-24", received_at="2026-11-20T09:12:00Z")

    page = words(dana.get("/admin/"))

    assert f"Overdue Answer {late.reference} You promised an answer by Wednesday" in page
    assert f"Due today Answer {today.reference} It came on Wednesday at 9:05 pm." in page
    assert "New Read 1 new inquiry It came today at 1:12 am." in page
    assert "2 new inquiries" not in page
    assert f'href="{page_of(late)}"' in dana.get("/admin/").content.decode()


def test_why_mail_waits_is_said_in_words_on_the_card_and_with_its_codes_inside(dana, practice):
    inquiry = received()
    error = {"attempts": 9, "last_error": "connect gaierror"}
    Notification.objects.update(created_at=ago(minutes=16), tried_at=ago(minutes=1), **error)

    page = words(dana.get("/admin/"))

    assert "Your mail server was not found. It is tried again by itself." in page
    assert "gaierror" not in page
    assert "Your mail server was not found (connect gaierror)." in words(dana.get(page_of(inquiry)))
