"""Versions of notices: compared, withdrawn before their day, read again in time."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from practice.profile.models import Notice, NoticeVersion
from practice.profile.notices import difference, withdraw
from tests.content.seen import form_in, look, seen
from tests.signing_in import steps

pytestmark = [pytest.mark.usefixtures("practice"), pytest.mark.ignore_template_errors]

NOON = "2026-06-10T19:00:00+00:00"


@pytest.fixture(autouse=True)
def june():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def estimate():
    """In force since January, to be read again in July; a second wording counts from June 20."""
    notice = Notice.objects.create(slug="estimate", title="Your estimate")
    for effective, body in (("2026-01-01", "You may ask me."), ("2026-06-20", "You may ask us.")):
        NoticeVersion.objects.create(
            notice=notice, effective=date.fromisoformat(effective), body=body
        )
    notice.versions.filter(number=1).update(review_by=date(2026, 7, 1))
    return notice


def version(notice, number):
    return f"/admin/profile/notice/{notice.pk}/versions/{number}/"


def test_dana_withdraws_a_version_before_its_day(dana, sam, estimate, june):
    page = look(dana, f"/admin/profile/notice/{estimate.pk}/change/")
    assert ("Compare, withdraw", version(estimate, 2)) in page.links

    dana.post(version(estimate, 2), {"withdraw": "1"})
    june.shift(timedelta(days=20))

    assert "You may ask me." in look(sam, "/notices/estimate/").words
    assert estimate.versions.count() == 1


def test_one_that_counts_cannot_be_withdrawn(dana, sam, estimate, june):
    page = look(dana, version(estimate, 1))
    answer = seen(dana.post(version(estimate, 1), {"withdraw": "1"}, follow=True))
    june.shift(timedelta(days=10))  # the second counts from today on
    with pytest.raises(ValidationError):
        withdraw(estimate.versions.get(number=2))

    assert not page.has(".//button[@name='withdraw']")
    assert "This version counts already, so it stays." in answer.words
    assert estimate.versions.count() == 2


@pytest.mark.engine_free
def test_what_changed_is_marked_word_by_word(dana, estimate):
    page = look(dana, version(estimate, 2))

    assert page.part(".//del").words == "me."
    assert page.part(".//ins").words == "us."
    assert "You may ask" in page.part(".//p[@class='difference']").words


@pytest.mark.engine_free
def test_a_difference_runs_nothing_that_stands_in_it():
    assert difference("<b>a</b>", "<script>x</script>") == (
        "<del>&lt;b&gt;a&lt;/b&gt;</del> <ins>&lt;script&gt;x&lt;/script&gt;</ins>"
    )
    assert "<ins>¶ Two.</ins>" in difference("One.", "One.\n\nTwo.")
    assert difference("Same words.", "Same words.") == "Same words."


NEW = {
    **{"versions-TOTAL_FORMS": "3", "versions-2-effective": "2026-07-01", "_save": "Save"},
    **{"versions-2-source": "45 CFR 149.610", "versions-2-body": "You may ask anybody."},
}


@pytest.mark.engine_free
def test_a_wording_typed_while_the_session_ended_comes_back_and_is_saved(dana, sam, estimate):
    edit = f"/admin/profile/notice/{estimate.pk}/change/"
    sent = {**form_in(dana.get(edit)), **NEW}
    dana.logout()

    answer = dana.post(edit, sent)
    kept = seen(answer)
    fields = {
        each.get("name"): (each.text or each.get("value") or "").removeprefix("\n")
        for each in kept.root.iter()
        if each.tag in {"input", "textarea"} and each.get("name")
    }

    assert answer.status_code == 403
    assert kept.part(".//textarea[@name='versions-2-body']").words == "You may ask anybody."
    assert "You may ask us." not in kept.words
    assert estimate.versions.count() == 2

    steps.back_again(dana)
    dana.post(edit, fields)
    assert estimate.versions.first().body == "You may ask anybody."


@pytest.mark.engine_free
def test_a_new_notice_comes_back_too_and_nobody_else_s_words_do(sam, estimate):
    answer = sam.post("/admin/profile/notice/add/", {"title": "Fees", "slug": "fees"})
    foreign = sam.post(
        "/admin/profile/notice/add/", {"title": "Bad"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert seen(answer).part(".//textarea[@name='title']").words == "Fees"
    assert foreign.status_code == 302
    assert sam.get("/admin/profile/notice/add/").status_code == 302


def cards(dana):
    return look(dana, "/admin/").words


@pytest.mark.parametrize(
    ("review_by", "said"),
    [
        ("2026-07-11", ""),
        ("2026-07-10", "It is due by July 10, 2026."),
        ("2026-06-09", "It was due by June 9, 2026."),
        ("2026-01-02", "It was due by January 2, 2026."),
    ],
)
def test_the_desk_says_a_month_ahead_and_until_it_is_done(dana, estimate, review_by, said):
    estimate.versions.filter(number=1).update(review_by=date.fromisoformat(review_by))

    assert ("“Your estimate”" in cards(dana)) is bool(said)
    assert said in cards(dana)


def test_what_does_not_count_is_not_due(dana, estimate):
    estimate.versions.filter(number=2).update(review_by=date(2026, 6, 11))
    estimate.versions.filter(number=1).update(review_by=None)

    assert "“Your estimate”" not in cards(dana)


def test_dana_reads_it_again_and_the_words_stay(dana, sam, estimate):
    before = estimate.versions.values_list("body", "html", "effective").get(number=1)

    dana.post(version(estimate, 1), {"again": "2027-06-10"})

    assert estimate.versions.get(number=1).review_by == date(2027, 6, 10)
    assert estimate.versions.values_list("body", "html", "effective").get(number=1) == before
    assert "“Your estimate”" not in cards(dana)


@pytest.mark.parametrize("again", ["2026-06-10", "1999-01-01", "soon", ""])
def test_a_day_that_is_over_is_no_day_for_it(dana, estimate, again):
    dana.post(version(estimate, 1), {"again": again})

    assert estimate.versions.get(number=1).review_by == date(2026, 7, 1)


@pytest.mark.engine_free
def test_a_source_with_an_address_is_a_link_and_another_is_words(sam, estimate):
    estimate.versions.update(source="45 CFR 149.610")
    assert not look(sam, "/notices/estimate/").part(".//aside").has(".//dd/a")

    estimate.versions.update(source="https://www.cms.gov/nosurprises")
    page = look(sam, "/notices/estimate/")
    assert "https://www.cms.gov/nosurprises" in page.addresses

    estimate.versions.update(source="javascript:alert(1)")
    assert "javascript:alert(1)" not in look(sam, "/notices/estimate/").addresses
