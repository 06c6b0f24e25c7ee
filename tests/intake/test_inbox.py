"""Dana reads and answers in the inbox; nobody else does, and it is noted who did what."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from intake.models import Inquiry
from practice.audit.models import Event

# Stock admin templates ask for variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

INBOX = "/admin/intake/inquiry/"


@pytest.fixture
def inquiry(sam, answers):
    sam.post("/consultation/", {**answers, "message": "Line one\n<b>line two</b>"})
    return Inquiry.objects.get()


def detail(inquiry):
    return f"{INBOX}{inquiry.pk}/change/"


def form(**fields):
    management = {"notifications-TOTAL_FORMS": "0", "notifications-INITIAL_FORMS": "0"}
    return {"notes": "", "state": "new", **management, **fields}


def test_the_desk_says_that_a_new_inquiry_is_waiting(dana, inquiry):
    assert "1 new inquiry" in dana.get("/admin/").content.decode()

    dana.get(detail(inquiry))

    assert "1 new inquiry" not in dana.get("/admin/").content.decode()


def test_the_inbox_lists_it_and_its_page_shows_what_sam_wrote(dana, inquiry):
    listed = dana.get(INBOX).content.decode()
    page = dana.get(detail(inquiry)).content.decode()

    assert inquiry.reference in listed
    assert "Sam" in listed
    assert 'href="mailto:sam@mail.example"' in page
    assert "Line one<br>&lt;b&gt;line two&lt;/b&gt;" in page
    assert "<b>line two" not in page


def test_what_sam_wrote_cannot_be_changed(dana, inquiry):
    dana.post(detail(inquiry), form(name="Somebody", message="else", email="x@y.example"))

    again = Inquiry.objects.get()
    assert again.name == "Sam"
    assert again.message.startswith("Line one")


def test_dana_sets_a_state_and_writes_a_note_only_she_sees(dana, sam, inquiry):
    dana.post(detail(inquiry), form(state="contacted", notes="Left a message."))

    again = Inquiry.objects.get()
    assert (again.state, again.notes) == ("contacted", "Left a message.")
    assert "Left a message." in dana.get(detail(inquiry)).content.decode()
    thanks = sam.get(f"/consultation/received/{inquiry.token}/").content.decode()
    assert "Left a message." not in thanks


def test_opening_listing_and_changing_leave_events_without_values(dana, inquiry):
    dana.get(INBOX)
    dana.get(detail(inquiry))
    dana.post(detail(inquiry), form(state="closed", notes="private words"))

    events = list(Event.objects.order_by("pk").values_list("action", "actor", "references"))
    assert events == [
        ("signed in", "dana", []),
        ("inquiry received", "visitor", [inquiry.reference]),
        ("inbox listed", "dana", [inquiry.reference]),
        ("inquiry opened", "dana", [inquiry.reference]),
        ("inquiry changed", "dana", [inquiry.reference]),
    ]
    assert Event.objects.first().fields == ["notes", "state"]
    assert "private words" not in str(list(Event.objects.values()))


def test_a_form_that_is_not_accepted_shows_the_words_again_and_leaves_an_event(dana, inquiry):
    page = dana.post(detail(inquiry), form(state="bogus")).content.decode()

    assert "Line one" in page
    assert Event.objects.filter(action="inquiry opened").count() == 1


def test_an_event_is_never_changed_or_deleted(dana, inquiry):
    event = Event.objects.first()

    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_an_inquiry_cannot_be_deleted_or_added_by_hand(dana, inquiry):
    assert dana.post(f"{INBOX}{inquiry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert dana.get(f"{INBOX}add/").status_code == 403
    assert Inquiry.objects.count() == 1


def test_a_stranger_sees_a_sign_in_and_no_inquiry(sam, inquiry):
    for address in (INBOX, detail(inquiry)):
        response = sam.get(address, follow=True)

        assert response.redirect_chain[-1][0].startswith("/admin/login/")
        assert "Sam" not in response.content.decode()


def test_an_editor_of_content_sees_no_inquiry_anywhere(practice, inquiry):
    editor = get_user_model().objects.create_user("ed", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(content_type__app_label="content"))
    client = Client()
    client.force_login(editor)

    assert client.get(INBOX).status_code == 403
    assert client.get(detail(inquiry)).status_code == 403
    desk = client.get("/admin/").content.decode()
    assert "inquir" not in desk.lower()
