"""Dana erases an inquiry for good, after being asked once."""

import pytest
from django.utils import timezone

from intake import traces
from intake.models import Inquiry, Notification
from practice.audit.models import Event
from tests.intake.inquiries import INBOX, page_of, received, someone_who_may, words

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ERASE = f"{INBOX}erase/"


@pytest.fixture(autouse=True)
def scrubbed(monkeypatch):
    """What the bytes are told to do; the databases' own part is shown in test_traces."""
    tries = []
    said = traces.Scrubbed()

    def scrub(**how):
        tries.append(how)
        return said

    monkeypatch.setattr(traces, "scrub", scrub)
    return tries


def erase_page(inquiry):
    return page_of(inquiry).replace("change", "delete")


def test_dana_is_asked_first_and_nothing_goes_yet(dana, practice, scrubbed):
    inquiry = received()
    assert erase_page(inquiry) in dana.get(page_of(inquiry)).content.decode()

    page = words(dana.get(erase_page(inquiry)))

    assert "What goes, for good: this request" in page
    assert "What stays: the reference" in page
    assert Inquiry.objects.count() == 1
    assert scrubbed == []


def test_who_asks_to_be_erased_is_first_of_all_erased(dana, practice):
    asks, quiet = received(erasure_asked_at=timezone.now()), received(name="Ria")

    page = words(dana.get(page_of(asks)))
    assert page.index("Erase it, as they ask") < page.index("What they wrote")
    assert "as they ask" not in words(dana.get(page_of(quiet)))


def test_it_goes_with_its_mails_and_its_bytes_and_leaves_a_line(dana, practice, scrubbed):
    inquiry, other = received(), received(name="Ria")

    page = dana.post(erase_page(inquiry), follow=True)

    assert [each.name for each in Inquiry.objects.all()] == ["Ria"]
    assert not Notification.objects.exclude(inquiry=other).exists()
    assert scrubbed == [{"tries": 1}]
    assert f"Erased: {inquiry.reference}." in words(page)
    event = Event.objects.get(action="inquiry erased")
    assert (event.actor, event.references) == ("dana", [inquiry.reference])


def test_dana_is_told_when_bytes_remain_and_where(dana, practice, monkeypatch):
    left = traces.Scrubbed(problem="erased requests are still in the log", remains="copies remain")
    monkeypatch.setattr(traces, "scrub", lambda tries: left)

    page = words(dana.post(erase_page(received()), follow=True))

    assert "Erased requests are still in the log. The site tries again soon." in page
    assert "Copies remain." in page


def test_several_go_at_once_after_one_question(dana, practice, scrubbed):
    one, two, three = received(), received(name="Ria"), received(name="Nora")
    ids = [one.pk, two.pk]

    asked = dana.post(ERASE, {"ids": ids})
    assert "these 2 requests" in words(asked)
    assert "Nora" not in words(asked)
    assert Inquiry.objects.count() == 3

    dana.post(ERASE, {"ids": ids, "confirmed": "yes"})
    assert [each.pk for each in Inquiry.objects.all()] == [three.pk]
    assert Event.objects.get(action="inquiry erased").references == [one.reference, two.reference]


def test_nothing_ticked_erases_nothing(dana, practice):
    received()

    page = dana.post(ERASE, {"confirmed": "yes"}, follow=True)

    assert "Tick the requests to erase first." in words(page)
    assert Inquiry.objects.count() == 1
    assert not Event.objects.filter(action="inquiry erased").exists()


def test_a_second_press_on_erase_is_no_error(dana, practice):
    inquiry = received()

    dana.post(erase_page(inquiry))
    page = dana.post(erase_page(inquiry), follow=True)

    assert "It may have been erased" in words(page)
    assert Event.objects.filter(action="inquiry erased").count() == 1


def test_who_may_not_erase_is_offered_nothing_and_cannot(practice):
    inquiry = received()
    kim = someone_who_may("view", "change")

    assert "Erase" not in words(kim.get(page_of(inquiry)))
    assert "Erase" not in words(kim.get(INBOX))
    assert kim.get(erase_page(inquiry)).status_code == 403
    assert kim.post(erase_page(inquiry)).status_code == 403
    assert kim.post(ERASE, {"ids": inquiry.pk, "confirmed": "yes"}).status_code == 403
    assert Inquiry.objects.count() == 1
