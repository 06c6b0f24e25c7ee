"""Dana reads what changed, and brings an old version back."""

import pytest

from journal.models import Post
from practice.content.models import Revision
from practice.content.writing.differences import side_by_side
from tests.content.seen import look, seen
from tests.content.writing import ADD, Open, change

pytestmark = [pytest.mark.ignore_template_errors, pytest.mark.engine_free]


def history(post):
    return f"/admin/journal/post/{post.pk}/history/"


def versions(client, post):
    """What the list says of each version, newest first, and where it leads."""
    rows = look(client, history(post)).all(".//ol[@class='shelf-list']/li")
    return [(row.words, row.links[0][1]) for row in rows]


@pytest.fixture
def edited(dana, kim, write):
    """A post written before there were versions, edited by Dana and then by Kim."""
    post = write("Rain", body="It rains.\n\nOn the roof.", emotions=["calm"])
    Open(dana, change(post)).type(body="It rains and rains.\n\nOn the roof.", emotions=[]).save()
    Open(kim, change(post)).type(title="Rain again", slug="rain-again").save()
    return post


@pytest.mark.on_both
def test_the_list_says_who_when_and_what(dana, edited):
    rows = [words for words, _ in versions(dana, edited)]

    assert len(rows) == 3
    assert "as it is now" in rows[0]
    assert "by kim" in rows[0]
    assert "Title, address" in rows[0]
    assert "by dana. Text, 2 words more, emotions" in rows[1]
    assert "The first one kept" in rows[2]
    assert not any("as it is now" in row for row in rows[1:])


def test_a_save_that_changed_nothing_is_no_version(dana, write):
    post = write("Rain")
    Open(dana, change(post)).save()
    Open(dana, change(post)).save()

    assert len(versions(dana, post)) == 1


def test_an_old_version_beside_the_text_as_it_is_now(dana, edited):
    page = look(dana, versions(dana, edited)[2][1])

    assert "put in: rains and" in page.words
    assert "On the roof." in page.words
    assert "taken out: On the roof." not in page.words
    assert "was: calm is: none" in page.words


def test_what_came_back_is_a_new_version_and_the_address_stays(dana, sam, edited):
    before, where = Revision.objects.count(), versions(dana, edited)[2][1]
    base = look(dana, where).part(".//form/input[@name='base']").root.get("value")

    dana.post(where, {"base": base})

    page = look(sam, "/journal/rain-again/")
    assert page.headings[0] == ("h1", "Rain")
    assert "It rains. On the roof." in page.words
    assert ("calm", "/emotions/calm/") in page.links
    assert Revision.objects.count() == before + 1
    assert "Brought back by dana" in versions(dana, edited)[0][0]


def test_bringing_back_a_draft_takes_no_page_from_visitors(dana, sam, practice):
    Open(dana).type(title="Rain", body="One.").save("_draft")
    post = Post.objects.get()
    Open(dana, change(post)).type(body="Two.").save("_publish")
    where = versions(dana, post)[1][1]
    base = look(dana, where).part(".//form/input[@name='base']").root.get("value")

    dana.post(where, {"base": base})

    assert "One." in look(sam, "/journal/rain/").words


@pytest.mark.on_both
def test_nothing_comes_back_over_what_kim_just_saved(dana, kim, edited):
    where = versions(dana, edited)[2][1]
    base = look(dana, where).part(".//form/input[@name='base']").root.get("value")
    Open(kim, change(edited)).type(body="Kim’s words.").save()

    answer = dana.post(where, {"base": base}, follow=True)

    assert "Nothing was brought back. kim saved this text meanwhile" in seen(answer).words
    assert Post.objects.get().body == "Kim’s words."


@pytest.mark.on_both
def test_versions_belong_to_their_text_and_go_with_it(dana, edited, write):
    other = write("Storm")
    number = versions(dana, edited)[0][1].rstrip("/").rpartition("/")[2]

    assert dana.get(f"{history(other)}{number}/").status_code == 404
    edited.delete()
    assert not Revision.objects.filter(entry__isnull=False).exclude(entry=other).exists()


def test_sam_sees_no_version(sam, dana, edited):
    for where in (history(edited), versions(dana, edited)[0][1], ADD):
        assert sam.get(where)["Location"].startswith("/admin/login/")


def test_pages_have_versions_too(dana, write):
    page = write("Breathing", kind="guide")
    where = f"/admin/pages/page/{page.pk}/"
    Open(dana, f"{where}change/").type(body="Out. In.").save()

    assert "by dana" in look(dana, f"{where}history/").words


def rows(old, new):
    return [(row.old, row.new, row.skipped) for row in side_by_side(old, new)]


def test_only_what_differs_is_marked():
    [row] = side_by_side("I own six cups.", "I own six old cups.")

    assert row.old == "I own six cups."
    assert "<ins>" in row.new
    assert row.new.endswith("old </ins>cups.")


def test_a_paragraph_put_in_leaves_the_others_alone():
    found = rows("One.\n\nTwo.\n\nThree.", "One.\n\nNew.\n\nTwo.\n\nThree.")

    assert [row[0] for row in found[:3]] == ["One.", "", "Two."]
    assert "New." in found[1][1]
    assert found[3] == ("", "", 1)


def test_the_same_words_have_no_rows():
    assert rows("One.\r\n\r\nTwo.", "One.\n\nTwo.") == []


def test_nothing_written_becomes_markup():
    shown = "".join(row.old + row.new for row in side_by_side("<b>x</b> a", "<b>y</b> a <script>"))

    assert "<b>" not in shown
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 100_000, "a " * 99_999 + "b"),
        ("\n\n".join("a" for _ in range(9_000)), "\n\n".join("b" for _ in range(9_000))),
        (
            "\n\n".join("a b c" * 9 for _ in range(900)),
            "\n\n".join("b c a" * 9 for _ in range(900)),
        ),
        ("x" * 400_000, "y" * 400_000),
    ],
    ids=["one long paragraph", "many", "many alike", "one word"],
)
def test_comparing_ends_soon_whatever_the_texts(old, new):
    from time import perf_counter

    began = perf_counter()

    assert side_by_side(old, new)
    assert perf_counter() - began < 5
