"""Dana reads in the inbox and says what she did; nobody else does, and it is noted who did what."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.utils import timezone

from intake import actions
from intake.models import Inquiry
from practice.audit.models import Event
from practice.profile.models import Practice
from tests.intake.inquiries import INBOX, names_in, page_of, received, someone_who_may, words

# Stock admin templates ask for variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.engine_free]


@pytest.fixture
def inquiry(practice):
    return received(message="Line one\n<b>line two</b>")


def days_ago(days):
    """By the practice's calendar: in the evening it is a day behind the machine's."""
    return timezone.localdate(timezone=Practice.load().zone) - timedelta(days=days)


def deeds():
    """What the log says, without the sign-in."""
    events = Event.objects.exclude(action="signed in").order_by("pk")
    return list(events.values_list("action", "actor", "references"))


def test_the_desk_says_that_a_new_inquiry_is_waiting(dana, inquiry):
    assert "1 new inquiry" in words(dana.get("/admin/"))

    dana.get(page_of(inquiry))

    assert "1 new inquiry" not in words(dana.get("/admin/"))


def test_the_inbox_lists_it_and_its_page_shows_what_sam_wrote(dana, inquiry):
    listed = words(dana.get(INBOX))
    page = dana.get(page_of(inquiry)).content.decode()

    assert inquiry.reference in listed
    assert "Sam" in listed
    assert "Line one" not in listed
    assert 'href="mailto:sam@mail.example"' in page
    assert "Line one<br>&lt;b&gt;line two&lt;/b&gt;" in page
    assert "<b>line two" not in page


@pytest.mark.on_both
def test_what_is_overdue_stands_on_top_and_says_so(dana, practice):
    received(name="Late", reply_by=days_ago(2), state="read")
    received(name="Later still", reply_by=days_ago(5), state="read")
    received(name="Done", reply_by=days_ago(9), state="contacted")
    received(name="Newest")

    response = dana.get(f"{INBOX}?show=all")

    assert names_in(response) == ["Later still", "Late", "Newest", "Done"]
    assert "Overdue by 5 days" in words(response)
    assert "Overdue by 9 days" not in words(response)
    assert "1 new, 2 overdue" in words(response)
    assert "2 answers are overdue" in words(dana.get("/admin/"))


def test_a_promise_is_kept_until_the_end_of_its_day_on_danas_clock(dana, practice, time_machine):
    received(name="Sam", reply_by="2026-11-20")

    time_machine.move_to("2026-11-21T07:59:00Z")  # 23:59 of the 20th in San Francisco
    assert "answer today" in words(dana.get(INBOX))
    assert "Overdue" not in words(dana.get(INBOX))

    time_machine.move_to("2026-11-21T08:01:00Z")
    assert "Overdue by 1 day" in words(dana.get(INBOX))


@pytest.mark.on_both
def test_each_list_holds_its_own(dana, practice):
    received(name="Nora")
    received(name="Ria", state="read")
    received(name="Cleo", state="contacted")
    received(name="Wim", state="waiting")
    received(name="Buy", state="spam", suspicions=["the message holds 4 links"])
    received(name="Gone", state="closed", erasure_asked_at=timezone.now())

    assert set(names_in(dana.get(INBOX))) == {"Nora", "Ria", "Gone"}
    assert set(names_in(dana.get(f"{INBOX}?show=answered"))) == {"Cleo", "Wim", "Gone"}
    assert names_in(dana.get(f"{INBOX}?show=spam")) == ["Buy"]
    assert len(names_in(dana.get(f"{INBOX}?show=all"))) == 6
    assert names_in(dana.get(f"{INBOX}?show=new")) == ["Nora"]
    assert names_in(dana.get(f"{INBOX}?show=erasure")) == ["Gone"]
    assert "the message holds 4 links" in words(dana.get(f"{INBOX}?show=spam"))
    assert "Asks to be erased" in words(dana.get(INBOX))


def test_an_empty_inbox_says_so(dana):
    assert "Nothing needs you now." in words(dana.get(INBOX))
    assert "Nothing looks like spam." in words(dana.get(f"{INBOX}?show=spam"))


@pytest.mark.parametrize(
    "query",
    [
        "publish_at__year=9999",
        "token__regex=(",
        "digest__startswith=a",
        "show=(",
        "page=x",
        "o=9.9",
    ],
)
@pytest.mark.on_both
def test_a_query_made_by_hand_filters_by_nothing_and_breaks_nothing(dana, inquiry, query):
    assert names_in(dana.get(f"{INBOX}?{query}")) == ["Sam"]


def test_a_value_somebody_changed_hides_nothing_but_itself(dana, inquiry):
    other = received(name="Ria")
    with_other_value(inquiry, other)

    assert "Ria" in words(dana.get(INBOX))
    assert "This cannot be opened:" in words(dana.get(INBOX))
    assert "This cannot be opened:" in words(dana.get(page_of(inquiry)))


def with_other_value(inquiry, other):
    """Move one row's sealed name to another, as somebody with the database might."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_inquiry SET name = (SELECT name FROM intake_inquiry WHERE reference = %s)"
            " WHERE reference = %s",
            [other.reference, inquiry.reference],
        )


def test_what_sam_wrote_cannot_be_changed(dana, inquiry):
    dana.post(page_of(inquiry), {"name": "Somebody", "message": "else", "email": "x@y.example"})

    again = Inquiry.objects.get()
    assert (again.name, again.email) == ("Sam", "sam@mail.example")
    assert again.message.startswith("Line one")


def test_opening_listing_and_changing_leave_events_without_values(dana, inquiry):
    dana.get(INBOX)
    dana.get(page_of(inquiry))
    dana.post(page_of(inquiry), {"state": "closed", "notes": "private words"})

    assert deeds() == [
        ("inquiry received", "visitor", [inquiry.reference]),
        ("inbox listed", "dana", [inquiry.reference]),
        ("inquiry opened", "dana", [inquiry.reference]),
        ("inquiry changed", "dana", [inquiry.reference]),
    ]
    assert Event.objects.first().fields == ["notes", "state"]
    assert "private words" not in str(list(Event.objects.values()))


def test_its_page_says_who_did_what_and_when(dana, practice, time_machine):
    time_machine.move_to("2026-11-21T07:30:00Z")
    inquiry, other = received(), received(name="Ria")
    for _ in range(3):
        dana.get(page_of(inquiry))
    dana.post(page_of(inquiry), {"state": "contacted"})

    said = words(dana.get(page_of(inquiry)))

    assert "Arrived, Fri, Nov 20, 11:30 pm" in said
    assert "Opened by dana 4 times, last Fri, Nov 20, 11:30 pm" in said
    assert "State changed by dana, Fri, Nov 20, 11:30 pm" in said
    assert "State changed" not in words(dana.get(page_of(other)))


def test_an_address_that_takes_no_mail_is_marked(dana, inquiry):
    assert "takes no mail" not in words(dana.get(INBOX))

    Inquiry.objects.update(bounced_at=timezone.now())

    assert "Address takes no mail" in words(dana.get(INBOX))
    assert "their address takes no mail" in words(dana.get(page_of(inquiry)))


def test_words_of_crisis_are_pointed_out_before_anything_else(dana, practice):
    hard = received(message="I want to die.", place="NV")
    easy = received(message="I want to sleep.")

    said = words(dana.get(page_of(hard)))

    assert said.index("Please read them first.") < said.index("I want to die.")
    assert "where your licence does not reach" in said
    assert "Please read them first." not in words(dana.get(page_of(easy)))


def test_an_inquiry_cannot_be_added_by_hand(dana, inquiry):
    assert dana.get(f"{INBOX}add/").status_code == 403
    assert dana.post(f"{INBOX}add/", {"name": "x"}).status_code == 403
    assert Inquiry.objects.count() == 1


def test_the_link_of_a_mail_about_an_erased_inquiry_leads_to_the_inbox(dana, inquiry):
    actions.erase(inquiries=[inquiry], by="dana")

    for address in (page_of(inquiry), f"{INBOX}nonsense/change/"):
        response = dana.get(address, follow=True)

        assert response.redirect_chain[-1][0] == INBOX
        assert "It may have been erased" in words(response)


def test_a_stranger_sees_a_sign_in_and_no_inquiry(sam, inquiry):
    for address in (INBOX, page_of(inquiry), f"{INBOX}export/", f"{INBOX}search/"):
        response = sam.get(address, follow=True)

        assert response.redirect_chain[-1][0].startswith("/admin/login/")
        assert "Sam" not in response.content.decode()


def test_who_may_look_may_do_nothing_else(inquiry):
    kim = someone_who_may("view")

    page = kim.get(page_of(inquiry))
    assert "Line one" in words(page)
    assert "Export" not in words(kim.get(INBOX))
    for wrong in ("<textarea", "I have answered", "This is spam", "Erase"):
        assert wrong not in page.content.decode()
    assert kim.post(page_of(inquiry), {"state": "closed"}).status_code == 403
    assert kim.post(f"{INBOX}export/", {"confirmed": "yes"}).status_code == 403
    assert kim.post(f"{page_of(inquiry).replace('change', 'delete')}").status_code == 403
    assert kim.post(f"{INBOX}erase/", {"ids": inquiry.pk, "confirmed": "y"}).status_code == 403
    assert (Inquiry.objects.get().state, Inquiry.objects.get().read_at) == ("new", None)


def test_an_editor_of_content_sees_no_inquiry_anywhere(practice, inquiry):
    editor = get_user_model().objects.create_user("ed", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(content_type__app_label="content"))
    client = Client()
    client.force_login(editor)

    assert client.get(INBOX).status_code == 403
    assert client.get(page_of(inquiry)).status_code == 403
    assert client.post(f"{INBOX}search/", {"words": "Sam"}).status_code == 403
    desk = client.get("/admin/").content.decode()
    assert "inquir" not in desk.lower()
    assert "twelve weeks" not in desk
