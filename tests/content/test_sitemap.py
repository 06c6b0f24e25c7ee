"""Search engines learn which addresses there are."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practice.content.models import Emotion

pytestmark = pytest.mark.usefixtures("practice")

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://practice.example"


def sitemap(sam):
    """Addresses and when each last changed."""
    response = sam.get("/sitemap.xml")
    assert response.status_code == 200
    assert "xml" in response["Content-Type"]
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{NAMESPACE}urlset"
    rows = [(row.findtext(f"{NAMESPACE}loc"), row.findtext(f"{NAMESPACE}lastmod")) for row in root]
    assert len({address for address, _ in rows}) == len(rows)
    return dict(rows)


def test_every_public_text_is_listed_directly(sam, write):
    write("Rain", emotions=["calm"])
    write("Breathing", kind="guide")
    write("Couples", kind="service")
    write("Fees", kind="page")

    listed = sitemap(sam)

    wanted = ["/journal/rain/", "/guides/breathing/", "/services/couples/", "/fees/"]
    assert {f"{SITE}{path}" for path in [*wanted, "/emotions/calm/"]} <= set(listed)


def test_home_is_listed_written_or_not(sam, write):
    unwritten = sitemap(sam)
    write("Welcome", kind="page", slug="home")
    written = sitemap(sam)

    assert f"{SITE}/" in written
    assert f"{SITE}/home/" not in written
    assert f"{SITE}/" in unwritten


def test_notices_are_listed(sam, privacy):
    from practice.profile.models import Notice, NoticeVersion

    notice = Notice.objects.create(slug="good-faith-estimate", title="Good Faith Estimate")
    NoticeVersion.objects.create(notice=notice, effective="2026-01-01", body="You may ask.")

    listed = sitemap(sam)

    assert f"{SITE}/privacy/" in listed
    assert f"{SITE}/notices/good-faith-estimate/" in listed


@pytest.mark.engine_free
def test_every_address_listed_answers(sam, write):
    write("Rain", emotions=["calm"])
    write("家族", kind="guide", slug="家族")
    write("About", kind="page")

    for address in sitemap(sam):
        assert sam.get(address.removeprefix(SITE)).status_code == 200, address


@pytest.mark.engine_free
def test_address_in_another_script_is_written_as_the_rules_ask(sam, write):
    write("家族", kind="guide", slug="家族")

    assert f"{SITE}/guides/%E5%AE%B6%E6%97%8F/" in sitemap(sam)


def test_emotion_nobody_wrote_about_is_not_listed(sam, write):
    write("Rain", emotions=["calm"])
    write("Tide", emotions=["grief"], status="draft")
    Emotion.objects.create(name="hope", slug="hope")

    listed = sitemap(sam)

    emotions = {address for address in listed if "/emotions/" in address}
    assert emotions == {f"{SITE}/emotions/", f"{SITE}/emotions/calm/"}


@pytest.mark.engine_free
def test_private_and_passing_addresses_are_not_listed(sam, write):
    write("Rain")

    listed = " ".join(sitemap(sam))

    for part in ("/admin", "/search", "/received", "/healthz", "/feed/", "page="):
        assert part not in listed


def test_day_of_the_last_change_is_told(sam, write):

    write(
        "Rain",
        publish_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        updated=datetime(2026, 4, 2, 12, tzinfo=UTC),
    )

    assert sitemap(sam)[f"{SITE}/journal/rain/"].startswith("2026-04-02")


@pytest.mark.engine_free
def test_addresses_never_come_from_the_host_somebody_claims(sam, write):
    write("Rain")

    assert "testserver" not in sam.get("/sitemap.xml").content.decode()


def test_subjects_and_years_are_listed_with_the_day_something_in_them_changed(sam, write):
    old = {"publish_at": datetime(2024, 3, 1, 12, tzinfo=UTC), "tags": ["rest"]}
    write("Rain", updated=datetime(2024, 5, 2, 12, tzinfo=UTC), emotions=["calm"], **old)
    write("Storm", updated=datetime(2024, 4, 2, 12, tzinfo=UTC), emotions=["calm"], **old)
    write("Tide", status="draft", updated=datetime(2024, 9, 9, tzinfo=UTC), **old)

    listed = sitemap(sam)

    for path in ("/journal/tags/rest/", "/emotions/calm/", "/journal/2024/", "/journal/"):
        assert listed[f"{SITE}{path}"].startswith("2024-05-02"), path
    assert [address for address in listed if "/journal/20" in address] == [f"{SITE}/journal/2024/"]


def test_guide_alone_makes_no_page_of_a_tag_or_a_year(sam, write):
    write("Breathing", kind="guide", tags=["rest"])

    assert not [address for address in sitemap(sam) if "/journal/" in address and "20" in address]
    assert f"{SITE}/journal/tags/rest/" not in sitemap(sam)


def test_year_turns_in_the_practice_s_own_time_zone(sam, write):
    write("Rain", publish_at=datetime(2024, 1, 1, 5, tzinfo=UTC))  # New Year's Eve in San Francisco

    assert f"{SITE}/journal/2023/" in sitemap(sam)
    assert sam.get("/journal/2023/").status_code == 200
    assert f"{SITE}/journal/2024/" not in sitemap(sam)


@pytest.mark.engine_free
def test_times_are_written_as_the_protocol_asks(sam, write, privacy):
    write("Rain", tags=["rest"], emotions=["calm"])

    times = [changed for changed in sitemap(sam).values() if changed]

    assert len(times) > 4
    for changed in times:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?", changed), changed


def test_no_more_addresses_than_one_file_may_hold_and_the_newest_stay(sam, write, monkeypatch):
    monkeypatch.setattr("practice.content.sitemap.MOST", 15)
    for number in range(20):
        write(f"Rain {number:02}", days_ago=number + 1)

    listed = sitemap(sam)

    assert len(listed) == 15
    assert f"{SITE}/journal/rain-00/" in listed
    assert f"{SITE}/journal/rain-19/" not in listed


def test_sitemap_reads_no_text_and_asks_as_much_for_many_as_for_few(sam, write):
    with CaptureQueriesContext(connection) as few:
        sitemap(sam)
    for number in range(20):
        write(
            f"Rain {number}", tags=["rest", "work"], emotions=["calm", "hope"], days_ago=20 * number
        )
    with CaptureQueriesContext(connection) as many:
        sitemap(sam)

    assert len(many) == len(few)
    assert not [each for each in many.captured_queries if '"body"' in each["sql"]]


def test_sitemap_that_has_not_changed_is_not_sent_again(sam, write):
    write("Rain")
    first = sam.get("/sitemap.xml")

    again = sam.get("/sitemap.xml", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
