"""What nobody saved outlives the text it was typed for; and no byte that is none stops a save."""

import pytest

from journal.models import Post
from practice.content.models import Entry, Revision
from tests.content.seen import look, seen
from tests.content.writing import ADD, Open, change, offers

pytestmark = pytest.mark.ignore_template_errors


@pytest.fixture
def deleted(dana, kim, write):
    """Kim typed into a post and did not save; Dana is asked, and deletes it."""
    post = write("Rain", body="Old.")
    Open(kim, change(post)).type(body="Old, and an hour of Kim’s.").keep()
    where = f"/admin/journal/post/{post.pk}/delete/"
    asked = look(dana, where)
    dana.post(where, {"post": "yes"})
    return asked


def test_kims_unsaved_words_stay_when_dana_deletes_their_text(deleted, kim, dana):
    [(words, where)] = offers(kim)

    assert not Post.objects.exists()
    assert "“Rain”" in words
    assert Open(kim, where).fields["body"] == "Old, and an hour of Kim’s."
    assert offers(dana) == []
    assert not Revision.objects.saved().exists()


def test_they_are_saved_as_a_new_text(deleted, kim):
    Open(kim, offers(kim)[0][1]).save("_draft")

    assert Post.objects.get().body == "Old, and an hour of Kim’s."
    assert offers(kim) == []


def test_the_page_that_asks_says_whose_words_are_kept(deleted):
    assert "What 1 person typed here and did not save is kept for them" in deleted.words


def test_where_nobody_typed_it_says_nothing_of_it(dana, write):
    post = write("Rain")
    Open(dana, change(post)).save()

    assert "did not save" not in look(dana, f"/admin/journal/post/{post.pk}/delete/").words


@pytest.mark.parametrize("kind", ["page", "post"])
def test_several_deleted_at_once_keep_them_too(dana, write, kind):
    texts = [write(name, kind=kind) for name in ("Rain", "Storm")]
    for text in texts:
        where = change(text).replace("journal/post", f"{text._meta.label_lower.replace('.', '/')}")
        Open(dana, where).type(body="Not saved.").save("_save", title="")
    Entry.objects.all().delete()

    assert [copy.fields["body"] for copy in Revision.objects.unsaved()] == [["Not saved."]] * 2
    assert not Revision.objects.saved().exists()


def test_a_nul_in_what_is_kept_is_left_out_and_the_rest_stays(dana, practice):
    page = Open(dana).type(title="Ra\0in", body="It\0 rains.")

    assert page.keep(**{"od\0d": "x\0"}).status_code == 200

    [copy] = Revision.objects.unsaved()
    assert copy.fields["body"] == ["It rains."]
    assert copy.fields["title"] == ["Rain"]


@pytest.mark.parametrize("field", ["title", "slug", "description", "body", "publish_at_0"])
def test_a_nul_in_what_is_saved_is_said_and_no_word_is_lost(dana, practice, field):
    page = Open(dana).type(title="Rain", body="It rains.")
    page.fields[field] = f"{page.fields[field] or ''}\0"

    answer = page.save("_draft")

    assert answer.status_code == 200
    assert "Nothing was saved yet" in seen(answer).words
    assert not Post.objects.exists()
    assert Open(dana, offers(dana)[0][1]).fields["body"] == "It rains."


@pytest.mark.parametrize("sent", ["\0", "rest", "²", "9" * 30])
def test_a_tag_that_is_none_is_left_out_and_the_words_are_saved(dana, write, sent):
    write("Old", tags=["rest"])
    page = Open(dana).type(title="Rain", body="It rains.")
    page.fields |= {"tags": [sent], "emotions": [sent]}

    page.keep()
    assert Open(dana, offers(dana)[0][1]).fields["body"] == "It rains."
    page.save("_draft")

    post = Post.objects.get(title="Rain")
    assert list(post.tags.all()) == list(post.emotions.all()) == []


@pytest.mark.parametrize("field", ["copy", "base", "continues", "read", "turn", "entry"])
def test_a_nul_in_what_a_page_remembers_breaks_nothing(dana, practice, field):
    page = Open(dana).type(title="Rain", body="It rains.")
    page.fields[field] = "\0"

    for answer in (page.keep(), page.save("_draft"), dana.get(f"{ADD}?copy=%00")):
        assert answer.status_code < 500
    assert dana.post("/admin/journal/post/preview/", page.fields).status_code < 500
