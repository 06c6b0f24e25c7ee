"""Every text has a picture of its own, by day and by night."""

import os
import subprocess
import sys
from collections import Counter
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from practice.content.models import COLOURS
from tests.content.drawings import brightness, cover, lines, opened_svg, paints

pytestmark = pytest.mark.engine_free

ROOT = Path(__file__).resolve().parents[2]
# The package names its functions like its modules.
drawing, lettering = (
    import_module(f"practice.content.looks.window.{name}") for name in ("cover", "card")
)
SLUGS = [f"post/{word}-{number}" for number in range(75) for word in "rain tide noon walk".split()]


def test_same_text_has_the_same_cover_on_every_machine():
    again = "from practice.content.looks.window.cover import cover as c\n" + (
        "for s in 'abcdefgh': print(c(s, ['grief', 'joy'], night=s > 'd'), end='')"
    )
    for seed in ("1", "77"):
        done = subprocess.run(
            [sys.executable, "-c", again],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        here = "".join(cover(slug, ["grief", "joy"], slug > "d") for slug in "abcdefgh")
        assert done.stdout == here


def test_other_text_has_another_cover():
    assert len({cover(slug) for slug in SLUGS[:100]}) == 100


def test_other_emotion_paints_the_same_form_in_other_colours():
    calm, grief = cover(colours=["calm"]), cover(colours=["grief"])

    assert paints(calm) != paints(grief)
    assert lines(calm) == lines(grief)


def test_every_emotion_paints_differently_by_day_and_by_night():
    by_day = {frozenset(paints(cover(colours=[colour]))) for colour in COLOURS}
    by_night = {frozenset(paints(cover(colours=[colour], night=True))) for colour in COLOURS}

    assert len(by_day | by_night) == 2 * len(COLOURS)


@pytest.mark.parametrize("colours", [[], ["unheard-of"], ["joy"] * 5, COLOURS])
@pytest.mark.parametrize("night", [False, True])
def test_any_number_of_emotions_makes_a_picture_of_several_colours(colours, night):
    assert len(paints(cover(colours=colours, night=night))) > 4


def test_texts_without_emotions_are_not_all_of_one_colour():
    assert len({paints(cover(slug, []))[0] for slug in SLUGS[:100]}) > 20


def test_night_is_dark_and_day_is_light():
    for slug in SLUGS[::25]:
        for colours in (["joy"], ["grief", "anger"], []):
            day, night = (opened_svg(cover(slug, colours, night)) for night in (False, True))
            assert brightness(day) > 130, slug
            assert 25 < brightness(night) < 100, slug


def test_every_form_is_drawn_and_none_much_more_than_others():
    reached = Counter(drawing.form(slug) for slug in SLUGS)

    assert len(reached) == len(drawing.FORMS) >= 10
    assert max(reached.values()) < len(SLUGS) / 3


@pytest.mark.parametrize(
    "slugs",
    [
        [f"post/2026-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 8, 15, 22)],
        [f"post/on-being-{word}" for word in "late here calm sad alone tired kind afraid".split()],
        [f"post/letter-{number}" for number in range(60)],
    ],
)
def test_neighbours_in_a_journal_rarely_have_the_same_form(slugs):
    forms = [drawing.form(slug) for slug in slugs]
    same = sum(one is other for one, other in pairwise(forms))

    assert len(set(forms)) > len(forms) / 4
    assert same <= len(forms) / 6


def test_cover_is_a_small_picture_that_runs_nothing():
    harmless = {
        "svg": {"viewBox", "width", "height"},
        "g": {"fill", "fill-opacity", "transform"},
        "path": {"d", "fill", "fill-opacity"},
    }
    for slug in SLUGS[::3]:
        for night in (False, True):
            svg = cover(slug, ["fear", "hope", "trust"], night)
            root = ElementTree.fromstring(svg)
            for element in root.iter():
                name = element.tag.removeprefix("{http://www.w3.org/2000/svg}")
                assert set(element.attrib) <= harmless[name], (slug, name)
            assert (root.get("viewBox"), root.get("width")) == ("0 0 960 540", "960")
            assert len(svg) <= 6500, slug
