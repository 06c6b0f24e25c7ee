"""Sam walks a picture of emotions: stones on a sill, by eye, by keyboard or by ear."""

import itertools
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.content.looks import Stone
from practice.content.looks.window import field
from practice.content.models import COLOURS
from tests.content.stones import drawn, same

pytestmark = pytest.mark.engine_free

WRITTEN = (14, 9, 11, 4, 7, 5, 6, 4, 3, 2, 7, 9, 8, 6, 5, 12)
SIXTEEN = [
    Stone(name, f"/emotions/{name}/", name, written)
    for name, written in zip(COLOURS, WRITTEN, strict=True)
]
SHARED = {("grief", "loneliness"): 3, ("fear", "worry"): 4, ("hope", "longing"): 1}
BOTH = pytest.mark.parametrize("tall", [False, True], ids=["wide", "tall"])


@BOTH
def test_same_emotions_make_the_same_picture_in_whatever_order_they_come(tall):
    turned = dict(reversed(SHARED.items()))

    picture = field(SIXTEEN, SHARED, tall=tall)

    assert field(SIXTEEN[::-1], turned, tall=tall) == picture
    assert field(SIXTEEN[1:], SHARED, tall=tall) != picture
    assert field([SIXTEEN[0]._replace(written=1), *SIXTEEN[1:]], SHARED, tall=tall) != picture


def test_picture_for_phones_is_another_composition_not_the_same_one_smaller():
    wide, tall = drawn(SIXTEEN, SHARED, tall=False), drawn(SIXTEEN, SHARED, tall=True)

    assert (tall.width, wide.width) == (360, 1120)
    assert tall.height > 2 * tall.width
    assert wide.height < wide.width


@BOTH
def test_each_emotion_is_one_link_that_says_its_name_and_how_much_there_is(tall):
    picture = drawn(SIXTEEN, SHARED, tall=tall)

    said = {(stone.address, stone.words) for stone in picture.stones}
    assert said == {(one.address, f"{one.name} {one.written} pieces") for one in SIXTEEN}
    assert len(picture.stones) == 16
    assert {link.get("class") for link in picture.root.iter("a")} == {
        f"hue e-{colour}" for colour in COLOURS
    }


@BOTH
def test_one_text_is_one_piece(tall):
    only = drawn([Stone("calm", "/emotions/calm/", "calm", 1)], tall=tall)

    assert only.stones[0].words == "calm 1 piece"
    assert "pieces" not in only.svg


@BOTH
def test_the_more_is_written_the_larger_the_stone(tall):
    names = "aaaa bbbb cccc dddd eeee ffff".split()
    stones = [Stone(n, f"/{n}/", "hope", 2 + 3 * i) for i, n in enumerate(names)]

    picture = drawn(stones, tall=tall)

    sizes = [math.prod(picture.named(name).half) for name in names]
    for smaller, larger in itertools.pairwise(sizes):
        assert larger > smaller


@BOTH
def test_as_much_written_is_as_large(tall):
    picture = drawn(same("aaaa bbbb cccc dddd"), tall=tall)

    sizes = [math.prod(stone.half) for stone in picture.stones]
    assert max(sizes) < 1.05 * min(sizes)


@BOTH
@pytest.mark.parametrize("pair", [("a", "f"), ("b", "e"), ("c", "h")])
def test_emotions_that_texts_share_lie_closer(tall, pair):
    stones = same("a b c d e f g h")

    alone = drawn(stones, tall=tall)
    together = drawn(stones, {pair: 3}, tall=tall)
    never = drawn(stones, {pair: 0}, tall=tall)

    assert together.apart(*pair) < alone.apart(*pair)
    assert never.svg == alone.svg


@BOTH
@pytest.mark.parametrize("pair", [("calm", "hope"), ("anger", "worry"), ("joy", "loneliness")])
def test_texts_bring_even_distant_families_closer(tall, pair):
    stones = [one._replace(written=5) for one in SIXTEEN]

    alone = drawn(stones, tall=tall)
    together = drawn(stones, {pair: 3}, tall=tall)

    assert together.apart(*pair) < 0.9 * alone.apart(*pair)


@BOTH
def test_families_of_colour_stay_together(tall):
    picture = drawn(SIXTEEN, tall=tall)

    middles = [stone.middle for stone in picture.stones]
    steps = [math.dist(a, b) for a, b in itertools.pairwise(middles)]
    any_two = [math.dist(a, b) for a, b in itertools.combinations(middles, 2)]
    assert sum(steps) / len(steps) < 0.6 * sum(any_two) / len(any_two)
    assert picture.apart("anger", "courage") < picture.apart("anger", "worry")


@BOTH
def test_tab_starts_with_the_cool_ones_and_ends_with_the_warm(tall):
    order = [stone.words.split()[0] for stone in drawn(SIXTEEN, SHARED, tall=tall).stones]

    assert order[:5] == ["calm", "trust", "worry", "loneliness", "sadness"]
    assert order[-4:] == ["joy", "tiredness", "hope", "acceptance"]


names = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1),
    st.text("abcdefghij klm", min_size=1),
    st.sampled_from(["W" * 60, "悲" * 60, "الحزن والشوق", "a " * 29 + "b", "self-compassion"]),
).map(lambda name: name[:60])
emotions = st.lists(
    st.tuples(names.filter(str.strip), st.sampled_from(COLOURS), st.integers(0, 500)),
    min_size=1,
    max_size=20,
    unique_by=lambda one: one[0].strip(),
)


@BOTH
@settings(max_examples=25, deadline=None)
@given(emotions)
def test_words_never_lie_on_other_words_nor_outside_the_picture(tall, these):
    stones = [Stone(name.strip(), "/x/", colour, n) for name, colour, n in these]
    picture = drawn(stones, tall=tall)

    for stone in picture.stones:
        for box in stone.boxes:
            assert box.left >= 0
            assert box.top >= 0
            assert box.right <= picture.width
            assert box.bottom <= picture.height
    for one, other in itertools.combinations(picture.stones, 2):
        for pair in itertools.product(one.boxes, other.boxes):
            assert not pair[0].meets(pair[1])


@BOTH
@pytest.mark.parametrize("count", [2, 3, 16, 40])
def test_stones_do_not_lie_on_one_another(tall, count):
    stones = [
        Stone(f"emotion {i}", f"/{i}/", COLOURS[i % 16], (i * 7) % 23 + 1) for i in range(count)
    ]

    for one, other in itertools.combinations(drawn(stones, tall=tall).stones, 2):
        across = abs(one.middle[0] - other.middle[0]) / (one.half[0] + other.half[0])
        down = abs(one.middle[1] - other.middle[1]) / (one.half[1] + other.half[1])
        assert math.hypot(across, down) > 0.9


@BOTH
def test_words_are_large_enough_to_read_and_stones_to_touch(tall):
    stones = [one._replace(written=500 if one.name == "joy" else 1) for one in SIXTEEN]

    picture = drawn(stones, tall=tall)

    sizes = [float(text.get("font-size", 99)) for text in picture.root.iter("text")]
    assert min(sizes) >= (17 if tall else 24)
    assert all(min(stone.half) >= 24 for stone in picture.stones)


@BOTH
def test_long_name_breaks_into_lines_and_still_sounds_as_it_was_written(tall):
    name = "the slow wish to be seen by someone who once went away"
    long, japanese = (Stone(n, "/x/", "longing", 3) for n in (name, "寂しさと懐かしさと夕方"))

    picture = drawn([long, japanese], tall=tall)

    assert len(picture.named(name).boxes) > 2
    assert picture.named(name).words == f"{name} 3 pieces"
    assert picture.named("寂しさと懐かしさと夕方").words == "寂しさと懐かしさと夕方 3 pieces"


@BOTH
def test_markup_in_a_name_is_only_words(tall):
    name = "<script>alert(1)</script> & \"so\" 'on'"

    picture = drawn([Stone(name, '/x/"onload="', "fear", 2)], tall=tall)

    assert picture.stones[0].words == f"{name} 2 pieces"
    assert picture.stones[0].address == '/x/"onload="'
    assert not list(picture.root.iter("script"))
    assert all("onload" not in element.attrib for element in picture.root.iter())


@BOTH
def test_nothing_in_the_picture_is_styled_or_active_in_itself(tall):
    picture = drawn(SIXTEEN, SHARED, tall=tall)

    tags = {element.tag for element in picture.root.iter()}
    attributes = {name for element in picture.root.iter() for name in element.attrib}
    assert tags == {"svg", "g", "path", "ellipse", "a", "text", "tspan"}
    assert "style" not in attributes
    assert not [name for name in attributes if name.startswith("on")]
    assert not re.search(r"url\(|javascript:|#[0-9a-f]{3}", picture.svg)


@BOTH
def test_picture_is_a_named_group_and_light_to_send(tall):
    picture = drawn(SIXTEEN, SHARED, tall=tall)

    assert picture.root.get("role") == "group"
    assert picture.root.get("aria-label") == "Emotions, drawn as stones"
    assert len(picture.svg.encode()) < 10_500


@BOTH
def test_without_emotions_there_is_no_picture(tall):
    assert field([], {}, tall=tall) == ""
    assert field([], {("calm", "grief"): 2}, tall=tall) == ""
    assert field(SIXTEEN[:1], {("calm", "grief"): 2}, tall=tall) != ""
