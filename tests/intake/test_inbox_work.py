"""Dana sets a state and writes notes; nothing she typed is lost, and nothing newer is written over."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from intake.models import Inquiry, Notification
from practice.audit.models import Event
from tests.intake.inquiries import INBOX, field, page_of, received, words

# Stock admin templates ask for variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.engine_free]


@pytest.fixture
def inquiry(practice):
    return received(message="Line one\n<b>line two</b>")


def deeds():
    """What the log says, without the sign-in."""
    events = Event.objects.exclude(action="signed in").order_by("pk")
    return list(events.values_list("action", "actor", "references"))


def test_dana_sets_a_state_and_writes_a_note_only_she_sees(dana, sam, inquiry):
    dana.post(page_of(inquiry), {"state": "contacted", "notes": "Left a message."})

    again = Inquiry.objects.get()
    assert (again.state, again.notes) == ("contacted", "Left a message.")
    assert again.answered_at
    assert "Left a message." in words(dana.get(page_of(inquiry)))
    thanks = sam.get(f"/consultation/received/{inquiry.token}/")
    assert "Left a message." not in words(thanks)


def test_a_press_on_a_state_keeps_the_note_that_is_being_typed(dana, inquiry):
    page = dana.get(page_of(inquiry))
    seen = field(page, "notes_seen")

    page = dana.post(
        page_of(inquiry), {"state": "closed", "notes": "Half a", "notes_seen": seen}, follow=True
    )

    assert Inquiry.objects.get().notes == "Half a"
    assert "is set to “closed”" in words(page)


@pytest.mark.on_both
def test_a_stale_page_never_writes_over_a_newer_note(dana, inquiry):
    stale = field(dana.get(page_of(inquiry)), "notes_seen")
    dana.post(page_of(inquiry), {"notes": "From the other tab.", "notes_seen": stale})

    page = dana.post(page_of(inquiry), {"notes": "From this one.", "notes_seen": stale})

    assert page.status_code == 409
    assert Inquiry.objects.get().notes == "From the other tab."
    assert "From the other tab." in words(page)
    assert "From this one.</textarea>" in page.content.decode()

    both = "From the other tab. From this one."
    dana.post(page_of(inquiry), {"notes": both, "notes_seen": field(page, "notes_seen")})
    assert Inquiry.objects.get().notes == both


def test_a_stale_page_on_which_nothing_was_typed_changes_no_note(dana, inquiry):
    stale = field(dana.get(page_of(inquiry)), "notes_seen")
    dana.post(page_of(inquiry), {"notes": "Newer.", "notes_seen": stale})

    page = dana.post(
        page_of(inquiry), {"notes": "", "notes_seen": stale, "state": "read"}, follow=True
    )

    assert Inquiry.objects.get().notes == "Newer."
    assert "were not saved" not in words(page)


def test_a_note_typed_when_the_session_ended_comes_back(dana, inquiry):
    seen = field(dana.get(page_of(inquiry)), "notes_seen")
    dana.logout()

    page = dana.post(page_of(inquiry), {"notes": "Long <b>thoughts", "notes_seen": seen})

    assert page.status_code == 403
    assert "Long &lt;b&gt;thoughts</textarea>" in page.content.decode()
    assert f"/admin/login/?next={page_of(inquiry).replace('/', '%2F')}" in page.content.decode()
    assert "Sam" not in words(page)
    assert inquiry.reference not in words(page)
    assert Inquiry.objects.get().notes == ""


def test_a_note_on_a_page_that_stood_open_too_long_comes_back(practice, inquiry):
    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.create_superuser("dana"))
    fields = {"notes": "Long thoughts", "notes_seen": "", "state": "closed"}

    page = client.post(page_of(inquiry), {**fields, "csrfmiddlewaretoken": "old"})

    assert page.status_code == 403
    assert "Long thoughts</textarea>" in page.content.decode()
    assert Inquiry.objects.get().notes == ""

    token = field(page, "csrfmiddlewaretoken")
    client.post(page_of(inquiry), {**fields, "csrfmiddlewaretoken": token})
    again = Inquiry.objects.get()
    assert (again.notes, again.state) == ("Long thoughts", "closed")


def test_a_press_that_changes_nothing_is_no_event(dana, inquiry):
    dana.post(page_of(inquiry), {"state": "new", "notes": ""})

    assert deeds() == [("inquiry received", "visitor", [inquiry.reference])]


def test_a_state_that_is_none_shows_the_words_again_and_leaves_an_event(dana, inquiry):
    page = dana.post(page_of(inquiry), {"state": "bogus", "notes": "Kept."})

    assert "Line one" in words(page)
    assert "There is no such state." in words(page)
    assert "Kept.</textarea>" in page.content.decode()
    assert Inquiry.objects.get().state == "read"
    assert Event.objects.filter(action="inquiry opened").count() == 1


@pytest.mark.on_both
def test_not_spam_sends_the_mail_that_was_held_back(dana, practice):
    inquiry = received(name="Buy")
    Inquiry.objects.update(state="spam", suspicions=["the message holds 4 links"])
    Notification.objects.update(state="withheld")
    page = words(dana.get(page_of(inquiry)))
    assert "The message holds 4 links" in page
    assert "Held back" in page

    dana.post(page_of(inquiry), {"state": "read"})

    assert Inquiry.objects.get().state == "read"
    assert Notification.objects.get().state == "waiting"
    assert "This is spam" in words(dana.get(page_of(inquiry)))


def test_a_mail_the_server_refuses_is_told_in_a_sentence_and_sent_again(dana, inquiry):
    Notification.objects.update(
        attempts=1, refused=True, last_error="RCPT 550 5.1.1", tried_at=timezone.now()
    )
    page = words(dana.get(page_of(inquiry)))
    assert "Your mail server would not take mail for this address (RCPT 550 5.1.1)." in page
    assert "It is tried again every hour. Tried once" in page
    assert "Mail to you refused" in words(dana.get(INBOX))

    page = words(dana.post(page_of(inquiry), {"again": "yes"}, follow=True))

    mail = Notification.objects.get()
    assert (mail.refused, mail.state) == (False, "waiting")
    assert "The mail goes out again now." in page
    assert "mail sent again" in [action for action, _, _ in deeds()]
