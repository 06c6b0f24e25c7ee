"""Dana keeps her own facts and notices, in the admin."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from practice.profile.models import CrisisLine, DaysAway, Notice, NoticeVersion, Practice
from tests.content.seen import look, seen, submit

pytestmark = [pytest.mark.ignore_template_errors, pytest.mark.engine_free]

PROFILE = "/admin/profile/practice/1/change/"


@pytest.fixture
def estimate(practice):
    notice = Notice.objects.create(slug="estimate", title="Good Faith Estimate")
    NoticeVersion.objects.create(notice=notice, effective=date(2026, 1, 1), body="Agreed words.")
    return notice


@pytest.fixture
def june():
    with time_machine.travel(datetime(2026, 6, 10, 19, tzinfo=UTC), tick=False) as clock:
        yield clock


def notice_form(notice):
    return f"/admin/profile/notice/{notice.pk}/change/"


def one_more(prefix, number, **fields):
    """A row added to a list in the form, as the browser's “add another” does."""
    row = {f"{prefix}-{number}-{name}": value for name, value in fields.items()}
    return {f"{prefix}-TOTAL_FORMS": str(number + 1), **row}


def test_profile_edited_changes_the_foot_of_every_page(dana, sam):
    response = submit(
        *(dana, PROFILE),
        **{"practitioner": "Dana Whitfield-Ng", "telephone": "(510) 555-0100"},
        **{"licence_number": "LMFT 111111", "licensed_in": ["CA", "NV"]},
    )

    assert response.status_code == 302
    for address in ("/", "/journal/", "/help-now/"):
        foot = look(sam, address).part(".//footer")
        assert "Dana Whitfield-Ng" in foot.words
        assert "LMFT 111111, California, Nevada" in foot.words
        assert ("(510) 555-0100", "tel:5105550100") in foot.links
        assert "555-0199" not in foot.words


def test_profile_sent_back_unchanged_changes_nothing(dana, practice):
    before = Practice.objects.values().get()

    submit(dana, PROFILE)

    assert Practice.objects.values().get() == before
    assert practice.crisis_lines.count() == 1


def test_crisis_text_edited_shows_everywhere(dana, sam):
    submit(dana, PROFILE, crisis_text="Ring [116 123](tel:116123).")

    foot = look(sam, "/guides/").part(".//footer")

    assert ("116 123", "tel:116123") in foot.links
    assert "tel:911" not in foot.addresses


def test_days_away_entered_move_the_promise(dana, practice):
    submit(dana, PROFILE, **one_more("days_away", 0, first="2026-06-11", last="2026-06-12"))

    assert practice.reply_by(datetime(2026, 6, 10, 19, tzinfo=UTC)) == date(2026, 6, 16)


def test_days_away_that_end_before_they_begin_are_refused(dana):
    response = submit(
        dana, PROFILE, **one_more("days_away", 0, first="2026-06-12", last="2026-06-11")
    )

    assert "The last day comes before the first." in seen(response).words
    assert not DaysAway.objects.exists()


def test_days_away_without_an_end_are_refused_because_no_promise_could_be_kept(dana):
    submit(dana, PROFILE, **one_more("days_away", 0, first="2026-06-11", last="9999-12-31"))

    assert not DaysAway.objects.exists()


def test_values_that_cannot_be_are_refused_each_at_its_field(dana):
    wrong = {"reply_days": "0", "time_zone": "Mars/Base", "email": "dana@"}

    response = submit(dana, PROFILE, **wrong, strapline="My new words")

    page = seen(response)
    assert response.status_code == 200
    for field in wrong:
        assert page.part(f".//*[@id='id_{field}_error']").words
    assert page.part(".//input[@id='id_strapline']").root.get("value") == "My new words"
    assert Practice.objects.get().strapline != "My new words"


def test_promise_longer_than_two_weeks_is_refused(practice):
    practice.reply_days = 11

    with pytest.raises(ValidationError) as refused:
        practice.full_clean()

    assert list(refused.value.message_dict) == ["reply_days"]


def test_crisis_line_that_would_run_a_script_is_refused(dana, practice):
    response = submit(
        *(dana, PROFILE),
        **one_more("crisis_lines", 1, label="Call", link="javascript:alert(1)", order="1"),
    )

    assert "Begin with tel:, sms: or https://." in seen(response).words
    assert practice.crisis_lines.count() == 1


@pytest.mark.parametrize("link", ["988", "http://x.example", "data:,x", " tel:988", ""])
def test_crisis_line_that_cannot_be_reached_is_refused(practice, link):
    with pytest.raises(ValidationError) as refused:
        CrisisLine(practice=practice, label="Call", link=link).full_clean()

    assert list(refused.value.message_dict) == ["link"]


def test_new_crisis_line_stands_on_the_help_page(dana, sam):
    submit(
        *(dana, PROFILE),
        **one_more("crisis_lines", 1, label="Text 988", link="sms:988", order="1"),
    )

    assert look(sam, "/help-now/").part(".//main").addresses[:2] == ["tel:988", "sms:988"]


def test_menu_entry_leads_straight_to_the_one_profile(dana):
    response = dana.get("/admin/profile/practice/")

    assert response.status_code == 302
    assert response["Location"] == PROFILE


def test_there_is_no_second_profile_and_no_way_to_delete_it(dana, practice):
    assert dana.get("/admin/profile/practice/add/").status_code == 403
    assert dana.post("/admin/profile/practice/1/delete/", {"post": "yes"}).status_code == 403
    assert Practice.objects.count() == 1


def test_first_profile_is_filled_in_on_a_bare_site(admin_client, client):
    first = admin_client.get("/admin/profile/practice/")
    submit(admin_client, first["Location"], name="The Quiet Room", practitioner="Dana Whitfield")

    assert "Dana Whitfield" in look(client, "/").part(".//footer").words


def test_agreed_wording_is_shown_and_has_no_field(dana, estimate):
    page = look(dana, notice_form(estimate))

    assert "Agreed words." in page.words
    assert not page.has(".//*[@name='versions-0-body']")
    assert not page.has(".//*[@name='versions-0-effective']")
    assert not page.has(".//*[@name='versions-0-DELETE']")


@pytest.mark.on_both
def test_agreed_wording_cannot_be_changed_or_deleted_by_a_made_up_form(dana, sam, estimate, june):
    version = estimate.versions.get()
    tampering = {
        **{"versions-TOTAL_FORMS": "1", "versions-INITIAL_FORMS": "1"},
        **{"versions-0-id": str(version.pk), "versions-0-notice": str(estimate.pk)},
        **{"versions-0-body": "Other words.", "versions-0-effective": "2020-01-01"},
        "versions-0-DELETE": "on",
    }

    submit(dana, notice_form(estimate), **tampering)

    assert estimate.versions.get().body == "Agreed words."
    assert estimate.versions.get().effective == date(2026, 1, 1)
    assert "Agreed words." in look(sam, "/notices/estimate/").words


def test_notice_somebody_agreed_to_cannot_be_deleted(dana, estimate):
    dana.post(f"/admin/profile/notice/{estimate.pk}/delete/", {"post": "yes"})

    assert estimate.versions.get().body == "Agreed words."


@pytest.mark.on_both
def test_new_version_counts_from_its_day_and_the_old_one_stays(dana, sam, estimate, june):
    response = submit(
        *(dana, notice_form(estimate)),
        **one_more("versions", 1, effective="2026-06-20", body="New words."),
        **{"versions-INITIAL_FORMS": "1", "versions-0-id": str(estimate.versions.get().pk)},
        **{"versions-0-notice": str(estimate.pk)},
    )

    assert response.status_code == 302
    before = look(sam, "/notices/estimate/").words
    june.move_to(datetime(2026, 6, 20, 12, tzinfo=UTC))
    after = look(sam, "/notices/estimate/")
    assert "Agreed words." in before
    assert "New words." not in before
    assert "New words." in after.words
    assert "Version 2" in after.words
    assert ("Version 1, from January 1, 2026", "?version=1") in after.links
    assert "Agreed words." in look(sam, "/notices/estimate/?version=1").words


def test_new_notice_is_written_with_its_first_version(dana, sam, june):
    submit(
        *(dana, "/admin/profile/notice/add/"),
        **{"title": "Cancellations", "slug": "cancellations"},
        **one_more("versions", 0, effective="2026-06-01", body="A day before, please."),
    )

    assert "A day before, please." in look(sam, "/notices/cancellations/").words
    assert look(sam, "/notices/").entries == ["Cancellations"]


def test_a_notices_address_stays_because_people_agreed_to_what_is_there(dana):
    notice = Notice.objects.create(slug="privacy", title="Privacy")

    dana.post(
        f"/admin/profile/notice/{notice.pk}/change/",
        {
            **{"title": "Your privacy", "slug": "elsewhere", "order": "0"},
            **{"versions-TOTAL_FORMS": "0", "versions-INITIAL_FORMS": "0"},
        },
    )

    notice.refresh_from_db()
    assert (notice.title, notice.slug) == ("Your privacy", "privacy")
