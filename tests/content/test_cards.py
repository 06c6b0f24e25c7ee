"""The card that other sites show for a text: its drawing, with its title."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from practice.content.looks import window
from tests.content.drawings import ink, opened

pytestmark = pytest.mark.engine_free

ROOT = Path(__file__).resolve().parents[2]
# The package names its functions like its modules.
drawing, lettering = (
    import_module(f"practice.content.looks.window.{name}") for name in ("cover", "card")
)


TITLES = {
    "short": "Rain",
    "two hundred letters": ("What we say when we say that we are fine, " * 6)[:200],
    "one long word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunte",
    "Arabic": "عندما يعود الهدوء إلى البيت بعد العاصفة",
    "Japanese": "夜が明ける前に、静かな部屋でひとり考えたこと",
    "quotes and dashes": "“Fine” — and other small lies…",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_card_is_what_other_sites_ask_for(title):
    data = window.card("post/rain", ["calm", "joy"], title=title)

    assert opened(data).size == (1200, 630)
    assert opened(data).format == "PNG"
    assert len(data) < 120_000


def test_card_shows_the_title_of_the_text():
    rain, again, tide = (
        window.card("post/rain", ["calm"], title=title) for title in ("Rain", "Rain", "Tide")
    )

    assert rain == again != tide
    assert ink(rain) > 500


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_title_stays_within_its_wall(title):
    words = lettering._settable(title)
    face = lettering._face(words)
    if not face:
        pytest.skip("this machine has no face with these letters")
    size, font, rows = lettering._composed(words, face)

    assert "".join(rows).replace(" ", "") == words.replace(" ", "")
    assert max(font.getlength(row) for row in rows) <= lettering._MEASURE
    assert len(rows) * size * lettering._LEADING <= lettering._HIGHEST


def test_our_own_face_sets_what_it_can():
    own = lettering._own()

    assert own.is_file()
    for title in ("Rain", "Élan, naïveté & Überdruss", "“Fine” — almost…"):
        assert lettering._face(title) == own
    for title in ("雨", "مطر", "Rain 雨"):
        assert lettering._face(title) != own


def test_title_no_face_can_set_leaves_the_drawing_alone(monkeypatch):
    monkeypatch.setattr(lettering, "_found", tuple)

    wordless = window.card("post/rain", ["calm"], title="夜が明ける")

    assert wordless == window.card("post/rain", ["calm"], title="مطر")
    assert wordless == window.card("post/rain", ["calm"], title="")
    assert wordless != window.card("post/rain", ["calm"], title="Rain")
    assert ink(wordless) == 0


def test_right_to_left_is_not_set_where_letters_cannot_be_joined(monkeypatch):
    monkeypatch.setattr(lettering, "_shapes", lambda: False)

    assert lettering._face("مطر") is None
    assert lettering._face("Rain") == lettering._own()


def test_emoji_in_a_title_do_not_cost_it_its_letters():
    plain, merry = (window.card("post/x", [], title=title) for title in ("Rain", "Rain 🌧️ "))

    assert plain == merry


def test_broken_font_file_is_passed_over(tmp_path, monkeypatch):
    broken = tmp_path / "NotoSerif-Regular.ttf"
    broken.write_bytes(b"no font at all")
    monkeypatch.setattr(lettering, "_found", lambda: (broken,))

    assert lettering._face("雨") is None


def test_site_that_draws_nothing_does_not_load_what_draws():
    check = "import sys, practice.content.looks.window.cover; print('PIL' in sys.modules)"
    django = "import django; from django.conf import settings; settings.configure(); "
    done = subprocess.run(
        [sys.executable, "-c", django + check + "; print('resvg_py' in sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "False"]
