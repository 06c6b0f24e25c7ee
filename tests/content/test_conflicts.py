"""Two tabs, two people: both are told, and nothing is overwritten in silence."""

import pytest
from django.db import connection

from journal.models import Post
from practice.content.models import Revision
from practice.content.writing import revisions
from tests.content.seen import look, seen
from tests.content.writing import Open, change, offers
from tests.side_by_side import at_once

pytestmark = pytest.mark.ignore_template_errors


@pytest.fixture
def overtaken(dana, kim, write):
    """Kim saved while Dana was writing; then Dana saves. Post, Dana's page and the answer."""
    post = write("Rain", body="The first paragraph.\n\nIt rains on the roof.")
    mine = Open(dana, change(post)).type(body="The first paragraph.\n\nIt rains on the old roof.")
    theirs = Open(kim, change(post))
    theirs.type(body="The first paragraph.\n\nIt pours on the roof.").save()
    return post, mine, mine.save()


def test_dana_is_told_who_saved_and_sees_both(overtaken):
    _, _, answer = overtaken
    page = seen(answer)
    notice = page.part(".//section[@role='alert']")

    assert answer.status_code == 200
    assert notice.words.startswith("kim saved this text on ")
    assert "taken out: pours" in notice.words
    assert "put in: old" in notice.words
    assert page.part(".//textarea[@id='id_body']").words.endswith("the old roof.")
    assert Post.objects.get().body.endswith("It pours on the roof.")


def test_saving_again_without_a_choice_overwrites_nothing(overtaken):
    _, mine, _ = overtaken

    assert "kim saved this text" in seen(mine.save()).words
    assert Post.objects.get().body.endswith("It pours on the roof.")


def test_dana_may_choose_hers_and_kims_stays_among_the_versions(overtaken):
    post, mine, answer = overtaken
    button = seen(answer).part(".//button[@name='_over']").root

    mine.save("_over", button.get("value"))

    assert Post.objects.get().body.endswith("the old roof.")
    bodies = [each.fields["body"] for each in Revision.objects.filter(entry=post).saved()]
    assert [body.rpartition("It ")[2] for body in bodies] == [
        "rains on the old roof.",
        "pours on the roof.",
        "rains on the roof.",
    ]


def test_a_choice_holds_only_for_what_she_has_seen(overtaken, kim):
    post, mine, answer = overtaken
    button = seen(answer).part(".//button[@name='_over']").root
    Open(kim, change(post)).type(body="A third time.").save()

    again = mine.save("_over", button.get("value"))

    assert "kim saved this text" in seen(again).words
    assert Post.objects.get().body == "A third time."


def test_going_on_with_kims_keeps_danas_as_an_unsaved_copy(overtaken, dana):
    post, _, _ = overtaken

    [(_, where)] = offers(dana, change(post))

    assert Open(dana, where).fields["body"].endswith("the old roof.")
    assert Open(dana, change(post)).fields["body"].endswith("It pours on the roof.")


def test_the_open_page_learns_of_it_while_she_types(dana, kim, write):
    post = write("Rain", body="Words.")
    mine = Open(dana, change(post))
    assert mine.type(body="Words, mine.").keep().json()["saved"] is None

    Open(kim, change(post)).type(body="Words, Kim's.").save()

    assert mine.keep().json()["saved"]["by"] == "kim"


def test_a_text_that_an_import_changed_meanwhile_is_not_overwritten_either(dana, write):
    post = write("Rain", body="Words.")
    mine = Open(dana, change(post)).type(body="Words, mine.")
    post.body = "Words, imported."
    post.save()

    assert "Somebody saved this text" in seen(mine.save()).words
    assert Post.objects.get().body == "Words, imported."


def test_her_own_second_save_is_no_conflict(dana, write):
    post = write("Rain", body="One.")
    Open(dana, change(post)).type(body="Two.").save()
    Open(dana, change(post)).type(body="Three.").save()

    assert Post.objects.get().body == "Three."
    assert "Nothing was saved" not in look(dana, change(post)).words


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="in memory SQLite refuses a second writer at once; a file lets one begin after the other",
)
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_is_told(dana, kim, write):
    post = write("Rain", body="Words.")
    pages = [
        Open(client, change(post)).type(body=f"Words by {name}.")
        for client, name in ((dana, "dana"), (kim, "kim"))
    ]

    answers = at_once(*(page.save for page in pages))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    last = revisions.current(Post.objects.get())
    assert last.fields["body"] == f"Words by {last.author}."
    [copy] = Revision.objects.unsaved()
    assert copy.author != last.author
