"""The short form `![](image:tide)` becomes a figure, and nothing else ever does."""

import html5lib
import pytest

from practice.content.images.figures import Picture, plain_images
from practice.content.rendering import render
from tests.content.seen import Seen
from tests.content.test_no_active_content import HOSTILE, active

pytestmark = pytest.mark.engine_free

TIDE = Picture("tide", "0123456789abcdef0123", (480, 960, 1600), 1600, 1200, "The sea", "In May.")
ROOM = Picture("room", "abcdef0123456789abcd", (300,), 300, 200)


def page(markdown, *images):
    html = render(markdown, *(images or (TIDE, ROOM))).html
    return Seen(html5lib.parse(html, namespaceHTMLElements=False))


def test_picture_comes_in_both_formats_and_all_widths_with_its_size():
    figure = page("Before.\n\n![](image:tide)").part(".//figure")

    image = figure.part(".//img").root
    avif, webp = (source.root for source in figure.all(".//picture/source"))
    assert (avif.get("type"), webp.get("type")) == ("image/avif", "image/webp")
    assert avif.get("srcset") == (
        "/media/0123456789abcdef0123-480.avif 480w, /media/0123456789abcdef0123-960.avif 960w, "
        "/media/0123456789abcdef0123-1600.avif 1600w"
    )
    assert webp.get("srcset") == avif.get("srcset").replace(".avif", ".webp")
    assert avif.get("sizes") == webp.get("sizes")
    assert image.get("src") == "/media/0123456789abcdef0123-960.webp"
    assert (image.get("width"), image.get("height")) == ("1600", "1200")
    assert image.get("alt") == "The sea"
    assert figure.part(".//figcaption").words == "In May."


def test_figure_stands_beside_paragraphs_and_not_in_one():
    read = page("Before.\n\n![](image:tide)\n\nAfter.")

    assert [each.tag for each in read.part(".//body").root] == ["p", "figure", "p"]


def test_words_typed_beside_the_name_stand_in_for_the_picture_s_own():
    figure = page('![A wave](image:tide "That day.")').part(".//figure")

    assert figure.part(".//img").root.get("alt") == "A wave"
    assert figure.words == "That day."


def test_decorative_picture_is_silent_and_has_no_caption():
    figure = page("![](image:room)").part(".//figure")

    assert figure.part(".//img").root.get("alt") == ""
    assert not figure.has(".//figcaption")


def test_picture_on_top_is_fetched_at_once_and_every_other_when_it_comes_near():
    first = page("![](image:tide)\n\nWords.\n\n![](image:room)").all(".//img")
    later = page("Words.\n\n![](image:tide)").all(".//img")

    assert [image.root.get("loading") for image in (*first, *later)] == [None, "lazy", "lazy"]


def test_two_lines_of_pictures_are_two_figures():
    read = page("![](image:tide)\n![](image:room)")

    assert len(read.all(".//figure")) == 2
    assert not read.has(".//p")


def test_picture_among_words_or_in_a_link_stands_where_it_was_put():
    read = page("Look ![](image:tide) here. [![](image:room)](/fees/)")

    assert len(read.all(".//p//picture")) == 2
    assert read.has(".//a/picture")
    assert not read.has(".//figure")
    assert not read.has(".//figcaption")


def test_heading_has_room_for_words_only():
    text = render("## ![A wave](image:tide) Sea", TIDE)

    assert "<picture>" not in text.html
    assert text.contents == [{"id": "a-wave-sea", "title": "A wave Sea"}]


@pytest.mark.parametrize(
    "form", ["![](image:Tide)", "![](IMAGE:tide)", "![x][1]\n\n[1]: image:tide"]
)
def test_name_is_known_however_it_is_written(form):
    assert page(form).has(".//figure")


def test_unknown_picture_gives_way_to_its_words_and_is_named():
    text = render("Before.\n\n![A wave](image:wave)\n\n![](image:tide)", TIDE)

    assert text.missing == ("wave",)
    assert "<p><span>" not in text.html
    assert "<p>A wave</p>" in text.html
    assert "image:" not in text.html


def test_example_in_code_is_only_an_example():
    text = render("Type `![](image:wave)`:\n\n    ![](image:tide)", TIDE)

    assert text.missing == ()
    assert "<picture>" not in text.html
    assert "![](image:tide)" in text.html


def test_caption_is_found_and_counted_as_words():
    assert render("One.\n\n![](image:tide)\n\nTwo.", TIDE).text == "One. In May. Two."


def test_quotes_and_markup_in_what_dana_wrote_stay_words():
    nasty = '"><script>alert(1)</script> onload="x" <b> & \''
    image = TIDE._replace(alt=nasty, caption=nasty)
    read = page("![](image:tide)", image)

    assert read.part(".//img").root.get("alt") == nasty
    assert read.part(".//figcaption").words == nasty
    assert not read.has(".//script")
    assert not read.has(".//b")
    assert read.part(".//img").root.get("onload") is None


def test_quotes_and_markup_typed_in_the_text_stay_words():
    read = page('![a "b" <i> &amp; c](image:tide \'"><script>x</script>\')')

    assert read.part(".//img").root.get("alt") == 'a "b" <i> & c'
    assert read.part(".//figcaption").words == '"><script>x</script>'
    assert not read.has(".//script")


@pytest.mark.parametrize(
    "typed",
    [
        '<figure><picture><source srcset="/x.avif"><img src="image:tide"></picture></figure>',
        '<p><img src="image:tide"></p>',
        '<img src="/0000000000000000/tide">',
        '![](/media/x.png){: srcset="/x" }',
    ],
)
def test_picture_typed_as_html_never_becomes_one_of_ours(typed):
    read = page(f"Before.\n\n{typed}\n\n![](image:room)\n\nAfter.")

    assert len(read.all(".//picture")) == len(read.all(".//figure")) == 1
    assert "0123456789abcdef0123" not in render(typed, TIDE).html
    assert not any(image.root.get("srcset") for image in read.all(".//img"))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_active_survives_beside_a_picture(text):
    html = render(f"{text}\n\n![](image:tide)", TIDE).html

    assert set(active(html)) <= {
        *("<figure>", "<picture>", "<source>", "<figcaption>"),
        *("<img loading>", "<img decoding>"),
    }


def test_same_text_and_pictures_give_the_same_page_and_a_text_without_is_unchanged():
    render.cache_clear()
    first = render("Words.\n\n![](image:tide)", TIDE).html
    render.cache_clear()

    assert render("Words.\n\n![](image:tide)", TIDE).html == first
    assert render("Words.").html == render("Words.", TIDE).html == "<p>Words.</p>"


def test_readers_that_know_no_more_get_one_plain_image():
    html = plain_images(render("![<picture>](image:tide)", TIDE).html)
    read = Seen(html5lib.parse(html, namespaceHTMLElements=False))

    assert read.part(".//figure/img").root.get("alt") == "<picture>"
    assert "srcset" not in html
    assert "<picture" not in html.replace("&lt;", "")
