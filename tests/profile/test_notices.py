"""Sam reads a notice in the wording that counts today, and may look at what it was."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from practice.profile.models import Notice, NoticeVersion
from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")

GFE = "/notices/good-faith-estimate/"


@pytest.fixture
def estimate(practice):
    """A notice with three wordings: of January, of May, and one to come in July."""
    notice = Notice.objects.create(
        slug="good-faith-estimate", title="Good Faith Estimate", description="What a year may cost."
    )
    for month, words in ((1, "January words."), (5, "May **words**."), (7, "July words.")):
        effective = date(2026, month, 1)
        NoticeVersion.objects.create(
            notice=notice, effective=effective, body=words, source="45 CFR 149.610"
        )
    return notice


@pytest.fixture
def june(practice):
    with time_machine.travel(datetime(2026, 6, 10, 19, tzinfo=UTC), tick=False) as clock:
        yield clock


def test_notice_shows_the_wording_in_force_and_since_when(sam, estimate, june):
    page = look(sam, GFE).part(".//main")

    assert page.headings[0] == ("h1", "Good Faith Estimate")
    assert page.part(".//strong").words == "words"
    for words in ("In effect from May 1, 2026", "Version 2", "Source 45 CFR 149.610"):
        assert words in page.words
    for words in ("January words.", "July words."):
        assert words not in page.words


def test_new_wording_counts_from_midnight_where_the_practice_is(sam, estimate, june):
    june.move_to(datetime(2026, 7, 1, 6, 59, 59, tzinfo=UTC))
    before = look(sam, GFE).words
    june.move_to(datetime(2026, 7, 1, 7, 0, tzinfo=UTC))
    after = look(sam, GFE).words

    assert "May words." in before
    assert "July words." not in before
    assert "July words." in after
    assert "In effect from July 1, 2026" in after


def test_earlier_wording_can_be_read_and_says_that_it_is_earlier(sam, estimate, june):
    links = dict(look(sam, GFE).links)
    earlier = look(sam, f"{GFE}{links['Version 1, from January 1, 2026']}")

    assert "January words." in earlier.words
    assert "This is an earlier wording." in earlier.words
    assert ("Read the one that counts now", GFE) in earlier.links
    assert "May words." not in earlier.words


def test_wording_that_counts_does_not_call_itself_earlier(sam, estimate, june):
    assert "earlier wording" not in look(sam, GFE).words
    assert "earlier wording" not in look(sam, f"{GFE}?version=2").words


@pytest.mark.parametrize("version", ["3", "4", "0", "99999999999999999999"])
def test_wording_to_come_or_never_written_cannot_be_read(sam, estimate, june, version):
    response = sam.get(f"{GFE}?version={version}")

    assert response.status_code == 404
    assert "July words." not in response.content.decode()


@pytest.mark.engine_free
@pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "%00"])
def test_odd_version_shows_the_one_that_counts(sam, estimate, june, version):
    assert "May words." in look(sam, f"{GFE}?version={version}").words


def test_notice_not_yet_in_force_shows_none_of_its_words(sam, estimate, june):
    june.move_to(datetime(2025, 12, 31, 12, tzinfo=UTC))

    page = look(sam, GFE).part(".//main")

    assert "This notice is being written." in page.words
    assert "tel:4155550199" in page.addresses
    assert "January words." not in page.words


def test_list_names_notices_in_force_in_their_order(sam, estimate, privacy, june):
    NoticeVersion.objects.filter(notice=privacy).update(effective=date(2026, 1, 1))
    Notice.objects.create(slug="empty", title="Nothing in it")
    late = Notice.objects.create(slug="late", title="Not yet")
    NoticeVersion.objects.create(notice=late, effective=date(2026, 7, 1), body="x")
    privacy.order = 5
    privacy.save()

    page = look(sam, "/notices/")

    assert page.entries == ["Good Faith Estimate", "Privacy"]
    assert {GFE, "/privacy/"} <= set(page.part(".//main").addresses)


def test_privacy_has_an_address_of_its_own_and_only_one(sam, privacy):
    response = sam.get("/notices/privacy/")

    assert response.status_code == 301
    assert response["Location"] == "/privacy/"
    page = look(sam, "/privacy/")
    assert page.headings[0] == ("h1", "Privacy")
    assert page.part(".//article").part(".//strong").words == "little"


@pytest.mark.engine_free
def test_privacy_not_yet_written_says_so(sam):
    page = look(sam, "/privacy/").part(".//main")

    assert page.headings[0] == ("h1", "Privacy")
    assert "This notice is being written." in page.words


def test_two_wordings_of_the_same_day_leave_the_later_one(sam, estimate, june):
    NoticeVersion.objects.create(
        notice=estimate, effective=date(2026, 5, 1), body="Corrected words."
    )

    words = look(sam, GFE).words

    assert "Corrected words." in words
    assert "Version 4" in words
    assert "May words." not in words


@pytest.mark.engine_free
def test_unknown_notice_is_not_there(sam):
    assert sam.get("/notices/nothing/").status_code == 404


@pytest.mark.engine_free
def test_nothing_in_a_notice_acts(sam, june):
    notice = Notice.objects.create(slug="x", title="<b>X</b>", description="<script>y</script>")
    NoticeVersion.objects.create(
        notice=notice,
        effective=date(2026, 1, 1),
        body="<script>alert(1)</script>[a](javascript:b)",
        source="<script>z</script>",
    )

    page = look(sam, "/notices/x/").part(".//main")

    assert not page.has(".//script")
    assert ("h1", "<b>X</b>") in page.headings
    assert not any(address and "javascript" in address for address in page.addresses)
