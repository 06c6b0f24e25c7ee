"""The small files that machines ask for by name."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from practice.content import looks
from practice.profile.models import Practice
from tests.content.seen import look
from tools import icons

pytestmark = [pytest.mark.usefixtures("practice"), pytest.mark.engine_free]


def picture(address):
    """The static file at an address."""
    return opened(Path(finders.find(address.removeprefix("/static/"))))


def opened(path):
    return Image.open(io.BytesIO(path.read_bytes()))


@pytest.mark.parametrize("name", sorted(looks.available()))
@pytest.mark.parametrize("size", icons.GROUNDED)
def test_every_look_has_its_icons_in_their_sizes(name, size):
    icon = picture(f"/static/looks/{name}/img/icon-{size}.png")

    assert icon.size == (size, size)
    assert "transparency" not in icon.info  # telephones fill what is clear with black


@pytest.mark.parametrize("name", sorted(looks.available()))
def test_icons_are_drawn_from_the_mark_as_it_is_now(name, tmp_path, monkeypatch):
    folder = icons.ROOT / "static/looks" / name / "img"
    copy = tmp_path / "static/looks" / name / "img"
    copy.mkdir(parents=True)
    (copy / "mark.svg").write_bytes((folder / "mark.svg").read_bytes())
    monkeypatch.setattr(icons, "ROOT", tmp_path)

    icons.main(name)

    for size in icons.GROUNDED:
        drawn, kept = (opened(at / f"icon-{size}.png").convert("RGB") for at in (copy, folder))
        assert drawn.tobytes() == kept.tobytes()


def test_old_browsers_get_an_icon_too(sam):
    response = sam.get("/favicon.ico")

    assert response.status_code == 302
    icon = picture(response["Location"])
    assert icon.format == "ICO"
    assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_page_names_its_icons_and_its_manifest(sam):
    page = look(sam, "/")

    named = {each.root.get("rel"): each.root.get("href") for each in page.all(".//head/link")}
    assert named["icon"].endswith("/img/mark.svg")
    assert picture(named["apple-touch-icon"]).size == (180, 180)
    assert sam.get(named["manifest"]).status_code == 200


def test_manifest_names_the_practice_and_pictures_that_are_there(sam, practice):
    practice.name = "The “Quiet” Room & <b>"
    practice.save()

    response = sam.get("/site.webmanifest")

    said = json.loads(response.content)
    assert response["Content-Type"] == "application/manifest+json"
    assert "manifest-src 'self'" in response["Content-Security-Policy"]
    assert said["name"] == "The “Quiet” Room & <b>"
    assert said["display"] == "browser"
    assert sam.get(said["start_url"]).status_code == 200
    sizes = {icon["sizes"]: picture(icon["src"]) for icon in said["icons"]}
    assert {name: f"{icon.width}x{icon.height}" for name, icon in sizes.items()} == {
        "192x192": "192x192",
        "512x512": "512x512",
    }


def test_whoever_finds_a_weakness_knows_whom_to_tell(sam):
    response = sam.get("/.well-known/security.txt")

    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    expires = datetime.fromisoformat(lines["Expires"].replace("Z", "+00:00"))
    assert response["Content-Type"].startswith("text/plain")
    assert lines["Contact"] == "mailto:dana@quietroom.example"
    assert lines["Canonical"] == "http://practice.example/.well-known/security.txt"
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=365)


def test_without_a_public_address_weaknesses_are_told_to_the_site_itself(sam):
    Practice.objects.update(email="")

    assert "Contact: mailto:" in sam.get("/.well-known/security.txt").content.decode()


def test_robots_may_read_what_is_public_and_are_told_where_it_is(sam):
    lines = sam.get("/robots.txt").content.decode().splitlines()

    assert "Sitemap: http://practice.example/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_a_made_up_practice_under_a_real_address_is_not_to_be_found(sam, practice, settings):
    settings.PRODUCTION = True
    told = {}
    for number in ("LMFT 000000", "LMFT 123456"):
        practice.licence_number = number
        practice.save()
        told[number] = sam.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /" in told["LMFT 000000"]
    assert "Disallow: /" not in told["LMFT 123456"]
    assert "Disallow: /admin/" in told["LMFT 123456"]


def test_no_llms_txt(sam):
    assert sam.get("/llms.txt").status_code == 404
