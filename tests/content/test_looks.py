"""A look is one folder and one package; nothing else knows which is on."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from practice.content import looks
from practice.content.looks.stylesheets import joined
from practice.content.looks.window.pigments import PIGMENTS
from practice.content.models import COLOURS
from tests.content.seen import submit

pytestmark = pytest.mark.engine_free

ROOT = Path(__file__).resolve().parents[2]
WINDOW = ROOT / "static/looks/window"


@pytest.fixture
def another(monkeypatch):
    """A second look, drawn by the first one's hand: only its name differs."""
    monkeypatch.setattr(looks, "available", lambda: {"window": "The window", "press": "A press"})
    monkeypatch.setattr(looks, "_package", lambda name, own=looks._package: own("window"))


def test_no_template_view_or_model_names_a_look():
    places = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("*/**/*.py")]
    others = {".venv", "build", "tests", "tools"}
    ours = [path for path in places if path.relative_to(ROOT).parts[0] not in others]
    naming = [
        path
        for path in ours
        if re.search(r"looks[./]window|[\"']window[\"']", path.read_text())
        and "looks" not in path.parts[:-1]
        and "migrations" not in path.parts
    ]
    assert len(ours) > 100
    assert naming == []


def test_dana_chooses_another_look_and_every_page_wears_it(dana, sam, practice, another):
    assert "/static/looks/window/look.css" in sam.get("/").content.decode()

    submit(dana, "/admin/profile/practice/1/change/", look="press")

    page = sam.get("/").content.decode()
    assert "/static/looks/press/look.css" in page
    assert "/static/looks/press/img/room.svg" in page
    assert "looks/window" not in page


def test_a_look_that_is_gone_gives_way_to_the_first(sam, practice):
    practice.look = "taken-away"
    practice.save()

    assert "/static/looks/window/look.css" in sam.get("/").content.decode()


def test_pages_that_cannot_ask_wear_the_first_look(practice, another):
    practice.look = "press"
    practice.save()

    page = get_template("500.html").render()

    assert "/static/looks/window/look.css" in page
    assert "press" not in page


def test_the_stylesheet_is_every_layer_in_its_order():
    text = joined(WINDOW / "css")

    places = [text.index(f"@layer {layer} {{") for layer in ("tokens", "base", "layout")]
    assert places == sorted(places)
    assert text.startswith("@layer reset, tokens, base, layout, components, utilities, print;")
    assert "/*" not in text
    for address in re.findall(r'url\("([^"]+)"\)', text):
        assert (WINDOW / address).is_file(), address


def test_css_and_drawings_mix_the_same_pigments():
    tokens = (WINDOW / "css/tokens.css").read_text()
    found = {
        name: (float(hue), float(chroma), float(light))
        for name, hue, chroma, light in re.findall(
            r"\.e-(\w+) \{ --h: ([\d.]+); --c: ([\d.]+); --l: ([\d.]+); \}", tokens
        )
    }
    assert set(found) == set(COLOURS)
    assert found == {name: PIGMENTS[name] for name in COLOURS}
