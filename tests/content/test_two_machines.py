"""Dana goes on at another machine, or sends a page twice: no newer word gives way to an older one."""

import pytest
from django.db import connection

from journal.models import Post
from practice.content.models import Revision
from practice.content.writing import revisions
from tests.content.seen import look, seen
from tests.content.writing import ADD, Open, change, offers
from tests.side_by_side import at_once

UNFINISHED = "/admin/journal/post/unfinished/"

pytestmark = pytest.mark.ignore_template_errors


def unsaved():
    return {copy.fields["body"][0] for copy in Revision.objects.unsaved()}


@pytest.fixture
def on_both(dana, practice):
    """Begun on the old machine, opened on the new one, and then the old one got another sentence."""
    old = Open(dana).type(title="Rain", body="It rains.")
    old.keep()
    new = Open(dana, offers(dana)[0][1])
    old.type(body="It rains. I forgot this sentence.").keep()
    return old, new


def test_what_the_old_machine_got_meanwhile_is_not_written_over(dana, on_both):
    _, new = on_both
    new.type(body="It rains, and pours.").keep()

    assert unsaved() == {"It rains. I forgot this sentence.", "It rains, and pours."}
    assert [words for words, _ in look(dana, UNFINISHED).links].count("Rain") == 2


def test_saving_on_the_new_one_leaves_what_the_old_one_got_and_offers_it(dana, on_both):
    _, new = on_both
    new.type(body="It rains, and pours.").save("_draft")

    assert Post.objects.get().body == "It rains, and pours."
    assert unsaved() == {"It rains. I forgot this sentence."}
    [(_, where)] = offers(dana)
    assert Open(dana, where).fields["body"] == "It rains. I forgot this sentence."


def test_a_copy_that_nobody_touched_since_is_taken_over(dana, practice):
    Open(dana).type(title="Rain", body="It rains.").keep()
    new = Open(dana, offers(dana)[0][1])

    new.type(body="It rains, and pours.").keep()
    assert unsaved() == {"It rains, and pours."}

    new.save("_draft")
    assert unsaved() == set()


def test_a_save_that_failed_and_worked_at_last_leaves_no_copy_behind(dana, practice):
    failed = Open(dana).type(title="", body="It rains.").save("_draft")
    page = Open(dana, offers(dana)[0][1])

    assert failed.status_code == 200
    page.type(title="Rain").save("_draft")

    assert Post.objects.get().body == "It rains."
    assert unsaved() == set()


def test_a_new_post_sent_twice_is_one_post(dana, practice):
    page = Open(dana).type(title="Rain", body="Words.")
    page.save("_publish")  # whose answer is lost

    again = page.save("_publish")

    [post] = Post.objects.all()
    assert again["Location"] == change(post)
    assert "Saved. It is public" in look(dana, again["Location"]).words
    assert unsaved() == set()


def test_words_that_differ_the_second_time_are_kept_and_shown(dana, sam, practice):
    page = Open(dana).type(title="Rain", body="Words.")
    page.save("_publish")

    again = page.type(body="Words, and more.").save("_publish")

    post = Post.objects.get()
    there = look(dana, again["Location"])
    assert again["Location"].startswith(change(post))
    assert "What you changed since is here, not saved yet." in there.words
    assert there.part(".//textarea[@id='id_body']").words == "Words, and more."
    assert "and more" not in look(sam, "/journal/rain/").words

    Open(dana, again["Location"]).save()
    assert "and more" in look(sam, "/journal/rain/").words


def test_another_page_with_the_same_words_is_another_post(dana, practice):
    for _ in range(2):
        Open(dana).type(title="Rain", body="Words.").save("_draft")

    assert Post.objects.count() == 2


def test_kim_gets_nothing_of_danas_by_sending_her_key(dana, kim, practice):
    page = Open(dana).type(title="Rain", body="Only Dana’s.")
    page.save("_draft")

    kim.post(ADD, {**page.fields, "title": "Kim’s", "body": "x", "_draft": "1"})

    assert Post.objects.get(title="Rain").body == "Only Dana’s."
    assert Post.objects.filter(title="Kim’s").exists()


def test_the_same_text_noted_twice_is_nobodys_change(dana, write):
    post = write("Rain", body="Words.")
    mine = Open(dana, change(post)).type(body="Words, mine.")
    noted = Revision.objects.get()
    Revision.objects.create(
        entry=post, origin="elsewhere", saved_at=noted.saved_at, fields=noted.fields
    )

    assert mine.keep().json()["saved"] is None
    assert mine.save().status_code == 302
    assert Post.objects.get().body == "Words, mine."


def test_a_page_made_while_kim_saved_does_not_pass_for_hers(dana, kim, write, monkeypatch):
    post = write("Rain", body="Words.")
    Open(dana, change(post))
    whole = revisions.shown

    def late(entry):  # between reading the text and noting what was read
        monkeypatch.setattr(revisions, "shown", whole)
        Open(kim, change(post)).type(body="Words, Kim’s.").save()
        return whole(entry)

    monkeypatch.setattr(revisions, "shown", late)
    mine = Open(dana, change(post)).type(body="Words, mine.")

    assert "kim saved this text" in seen(mine.save()).words
    assert Post.objects.get().body == "Words, Kim’s."
    assert Revision.objects.saved().count() == 2


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="in memory SQLite refuses a second writer at once; a file lets one begin after the other",
)
@pytest.mark.django_db(transaction=True)
def test_a_new_post_sent_twice_at_the_same_moment_is_one_post(dana, practice):
    page = Open(dana).type(title="Rain", body="Words.", slug="")

    def save():
        return page.save("_draft")["Location"]

    answers = at_once(save, save)

    assert answers == [change(Post.objects.get())] * 2
