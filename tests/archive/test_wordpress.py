"""What Dana's old WordPress gave her when she left."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image as Drawing

from journal.models import Post
from pages.models import Page
from practice.content.models import Entry, Image
from tests.archive.wordpress import HEAD, SQUARESPACE, attachment, export, item, label

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_outside", "practice")]

SITE = "https://www.kettle.example"
LAMP = f"{SITE}/wp-content/uploads/2020/05/lamp.jpg"


@pytest.fixture
def bring(tmp_path):
    """Import a file of these items; the lines that were said."""

    def bring(*items, head=HEAD, whole=None, **options):
        file = tmp_path / "kettle.xml"
        file.write_text(whole if whole is not None else export(*items, head=head), encoding="utf-8")
        out = StringIO()
        call_command("import_content", str(file), stdout=out, **options)
        return out.getvalue().strip().splitlines()

    return bring


@pytest.fixture
def lamp(tmp_path):
    """The picture, in a copy of the old site's folder."""
    folder = tmp_path / "uploads/2020/05"
    folder.mkdir(parents=True)
    Drawing.new("RGB", (600, 400), (90, 120, 100)).save(folder / "lamp.jpg")


def said(lines, *words):
    return [line for line in lines if all(word in line for word in words)]


def test_a_classic_post_comes_in_as_its_page_looked(bring, sam):
    words = "The kettle takes\nits time.\n\nI <em>wait</em>, [sic] and {{ so on }}.\n\n<h2>Then</h2>\nTea."
    lines = bring(
        item(
            *(1, "The kettle & I", words),
            name="kettle",
            excerpt="On <b>tea</b>, mostly.",
            extra=label("Tea time", "post_tag") + label("Mornings") + label("Uncategorized"),
        )
    )

    assert lines[-1] == "created 1, updated 0, unchanged 0, skipped 0"
    post = Post.objects.get()
    assert (post.title, post.slug) == ("The kettle & I", "kettle")
    assert post.description == "On tea, mostly."
    assert post.publish_at == datetime(2020, 5, 5, 1, 30, tzinfo=UTC)
    assert {tag.name for tag in post.tags.all()} == {"Tea time", "Mornings"}
    page = sam.get("/journal/kettle/").content.decode()
    assert "The kettle takes<br>" in page
    assert "<em>wait</em>, [sic] and {{ so on }}." in page
    assert '<h2 id="then-part">Then</h2>' in page
    assert sam.get("/2020/05/kettle/")["Location"] == "/journal/kettle/"


def test_blocks_leave_no_trace_of_their_comments(bring):
    bring(
        item(
            *(1, "Rain"),
            '<!-- wp:paragraph {"align":"left"} -->\n<p>It rains.</p>\n<!-- /wp:paragraph -->\n\n'
            "<!-- wp:quote --><blockquote><p>Drip</p></blockquote><!-- /wp:quote -->",
        )
    )

    assert Post.objects.get().body == "It rains.\n\n> Drip\n"


def test_links_within_the_old_site_go_on_leading_there(bring, sam):
    links = f'<a href="{SITE}/?p=2">a</a> <a href="http://kettle.example/2020/05/rain/#top">b</a> '
    links += f'<a href="https://other.example/2020/05/rain/">c</a> <a href="{SITE}/tag/tea/">d</a>'

    lines = bring(item(1, "Tea", links), item(2, "Rain", "It rains."))

    body = Post.objects.get(slug="tea").body
    assert "[a](/2020/05/rain/)" in body
    assert "[b](/2020/05/rain/#top)" in body
    assert "[c](https://other.example/2020/05/rain/)" in body
    assert said(lines, "“Tea”", "leads to the old site", "/tag/tea/")
    assert sam.get("/2020/05/rain/")["Location"] == "/journal/rain/"


def test_pictures_beside_the_file_come_in_and_others_are_named(bring, lamp):
    gone = LAMP.replace("lamp", "gone")
    caption = f'[caption id="a" width="300"]<a href="{LAMP}"><img src="{LAMP[:-4]}-300x200.jpg" '
    caption += 'alt="Our lamp" /></a> Lit all night.[/caption]'

    lines = bring(
        attachment(8, LAMP, "A lamp by a chair"),
        attachment(9, gone),
        item(
            1,
            "Night",
            f'Dark.\n\n{caption}\n\n[gallery ids="8"]\n\n<img src="{gone}" alt="A moth">',
        ),
    )

    image = Image.objects.get()
    assert (image.name, image.alt) == ("2020-05-lamp", "A lamp by a chair")
    post = Post.objects.get()
    assert "![Our lamp](image:2020-05-lamp)\n\n*Lit all night.*" in post.body
    assert post.html.count("<picture>") == 2  # the caption's and the gallery's
    assert "A moth" in post.plain
    assert said(lines, "“img 9”", "gone.jpg is not among the files")
    assert said(lines, "“Night”", "gone.jpg")
    assert not said(lines, "lamp.jpg is not")


def test_shortcodes_are_named_and_the_words_in_them_stay(bring):
    words = (
        '[box color="red"]Breathe.[/box]\n\n[contact-form-7 id="5" title="Write"]\n\n[[box]] [1]'
    )

    lines = bring(item(1, "Short", words))

    assert Post.objects.get().body == "Breathe.\n\n\\[box\\] \\[1\\]\n"
    assert said(lines, "“Short”", "shortcode", "[contact-form-7")
    assert said(lines, "“Short”", "shortcode", "[box color")
    assert not said(lines, "[1]")


@pytest.mark.parametrize("none", ["0000-00-00 00:00:00", "2020-13-45 99:99:99", ""])
def test_a_public_text_without_a_date_is_named(bring, none):
    lines = bring(
        item(1, "Rain", "x", post_date_gmt=none, post_date=none),
        item(2, "Draft", "x", status="draft", post_date_gmt=none, post_date=none),
    )

    assert said(lines, "look at", "“Rain”", "no date that is one, so it has today's")
    assert not said(lines, "look at", "“Draft”")
    assert Entry.objects.get(title="Rain").publish_at.date() == timezone.now().date()


def test_only_what_was_public_becomes_public(bring, sam):
    none = "0000-00-00 00:00:00"
    lines = bring(
        item(1, "Draft", "x", status="draft", post_date_gmt=none, link=f"{SITE}/?p=1"),
        item(2, "Pending", "x", status="pending"),
        item(3, "Locked", "x", post_password="tea"),
        item(4, "Later", "x", status="future", post_date_gmt="2190-01-01 00:00:00"),
        item(5, "Private", "x", status="private"),
        item(6, "Bin", "x", status="trash"),
        item(7, "Menu", kind="nav_menu_item"),
        item(8, "Public", "x", extra="<wp:comment><wp:comment_content>Hi</wp:comment_content></wp:comment>"),
    )  # fmt: skip

    assert [each.title for each in Entry.objects.published()] == ["Public"]
    assert {each.title for each in Entry.objects.filter(status="draft")} == {
        *("Draft", "Pending", "Locked"),
    }
    assert Entry.objects.get(title="Later").status == "public"
    assert sam.get("/journal/later/").status_code == 404
    assert not Entry.objects.filter(title__in=["Private", "Bin", "Menu"]).exists()
    for words in ("1 × post that was private", "1 × post that was trash", "1 × nav_menu_item"):
        assert said(lines, words), words
    assert said(lines, "1 × comment")


def test_a_page_called_as_one_of_ours_gets_another_address(bring):
    lines = bring(item(1, "Services", "What I do.", kind="page", link=f"{SITE}/services/"))

    assert Page.objects.get().slug == "services-page"
    assert said(lines, "“Services”", "the slug is services-page")


def test_a_second_run_doubles_nothing(bring, lamp):
    items = attachment(8, LAMP), item(1, "Night", f'<img src="{LAMP}" alt="Lamp">')
    bring(*items)

    assert bring(*items)[-1] == "created 0, updated 0, unchanged 1, skipped 0"
    assert Image.objects.count() == 1


def test_squarespace_lazy_pictures_and_its_plainer_head(bring, lamp):
    words = f'<div class="sqs-html-content"><p>Dark.</p><noscript><img src="{LAMP}"></noscript>'
    words += f'<img class="thumb" data-src="{LAMP}" alt="Lamp"></div>'

    bring(item(1, "Night", words, link="/blog/2020/5/night"), head=SQUARESPACE)

    assert Post.objects.get().body == "Dark.\n\n![Lamp](image:2020-05-lamp)\n"


def test_nothing_active_comes_along(bring, sam):
    words = '<script>alert(1)</script><p onclick="x()">Hi <a href="javascript:x()">you</a></p>'

    bring(item(1, "Night", words))

    page = sam.get("/journal/night/").content.decode()
    assert "alert(1)" not in page
    assert "onclick" not in page
    assert "javascript:" not in page


BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]>\n<rss>&b;</rss>'
)
OUTSIDE = '<?xml version="1.0"?>\n<!DOCTYPE r SYSTEM "file:///etc/passwd">\n<rss>&b;</rss>'


@pytest.mark.parametrize(
    ("whole", "reason"),
    [
        (BOMB, "kettle.xml:2: declares a document type"),
        (OUTSIDE, "kettle.xml:2: declares a document type"),
        (export(item(1, "A", "x"))[:-20], r"kettle.xml:\d+: broken XML"),
        (HEAD + "<item>\n</itme>", r"kettle.xml:\d+: broken XML \(mismatched tag\)"),
        ("", "kettle.xml:1: broken XML"),
        ("<rss><channel><item/></channel></rss>", "kettle.xml:1: XML, but no export of WordPress"),
        (HEAD + "<a>" * 200, "nested too deeply"),
        ('<?xml version="1.0" encoding="x-none"?><rss/>', "kettle.xml:1: "),
        (export(item(1, "A", "<div>" * 5000)), "“A”: .*opened again and again"),
    ],
    ids=["bomb", "outside", "cut", "mismatched", "empty", "other", "deep", "encoding", "endless"],
)
def test_a_hostile_or_broken_file_is_refused_in_one_line(bring, whole, reason):
    with pytest.raises(CommandError, match=reason) as refused:
        bring(whole=whole)

    assert str(refused.value).splitlines()[1:] == [
        "Nothing was imported. --keep-going imports the rest."
    ]
    assert not Entry.objects.exists()


def test_a_text_that_cannot_come_in_is_named_and_the_rest_can(bring):
    items = item(1, "Good", "x"), item(2, "Endless", "<div>" * 5000)

    with pytest.raises(CommandError, match="1 of the files could not be imported"):
        bring(*items, keep_going=True)

    assert [each.title for each in Entry.objects.all()] == ["Good"]
