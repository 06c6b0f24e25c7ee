"""Search engines learn which addresses there are."""

from xml.etree import ElementTree

import pytest

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


def test_every_address_listed_answers(sam, write):
    write("Rain", emotions=["calm"])
    write("家族", kind="guide", slug="家族")
    write("About", kind="page")

    for address in sitemap(sam):
        assert sam.get(address.removeprefix(SITE)).status_code == 200, address


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


def test_private_and_passing_addresses_are_not_listed(sam, write):
    write("Rain")

    listed = " ".join(sitemap(sam))

    for part in ("/admin", "/search", "/received", "/healthz", "/feed/", "page="):
        assert part not in listed


def test_day_of_the_last_change_is_told(sam, write):
    from datetime import UTC, datetime

    write(
        "Rain",
        publish_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        updated=datetime(2026, 4, 2, 12, tzinfo=UTC),
    )

    assert sitemap(sam)[f"{SITE}/journal/rain/"].startswith("2026-04-02")


def test_addresses_never_come_from_the_host_somebody_claims(sam, write):
    write("Rain")

    assert "testserver" not in sam.get("/sitemap.xml").content.decode()
