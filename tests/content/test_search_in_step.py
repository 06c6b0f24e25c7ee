"""Whatever Dana does to a text or its marks, search knows at once; nothing runs in the background."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from practice.content.filing import Filing, file
from practice.content.marks.merging import merge
from practice.content.models import Emotion, Entry, Tag
from practice.content.search import index
from tests.content.test_search import found

pytestmark = pytest.mark.usefixtures("practice")


def test_a_text_that_is_deleted_is_found_no_more(sam, write):
    write("Rain")
    kept = write("Rainbow")
    Entry.objects.filter(title="Rain").delete()

    assert found(sam, "rain") == ["Rainbow"]
    assert found(sam, "rainbow") == [kept.title]


def test_a_scheduled_text_is_found_from_its_minute_on(sam, write, clock):
    minute = timezone.now() + timedelta(hours=5)
    write("Rain", publish_at=minute)

    clock.move_to(minute - timedelta(seconds=1))
    before = found(sam, "rain")
    clock.move_to(minute)

    assert (before, found(sam, "rain")) == ([], ["Rain"])


def test_marks_given_taken_and_cleared_are_followed_from_either_side(sam, write):
    post, rest = write("Rain"), Tag.objects.create(name="slumber", slug="slumber")
    steps = [
        lambda: post.tags.add(rest),
        lambda: post.tags.remove(rest),
        lambda: rest.entries.add(post),
        rest.entries.clear,
        lambda: rest.entries.set([post]),
        post.tags.clear,
    ]
    there = []
    for step in steps:
        step()
        there.append(found(sam, "slumber") == ["Rain"])

    assert there == [True, False, True, False, True, False]


@pytest.mark.parametrize(("model", "marks"), [(Tag, "tags"), (Emotion, "emotions")])
def test_a_mark_renamed_merged_or_deleted_is_followed(sam, write, model, marks):
    write("Rain", **{marks: ["slumber"]})
    write("Storm", **{marks: ["repose"]})
    slumber, repose = model.objects.get(name="slumber"), model.objects.get(name="repose")

    slumber.name = "siesta"
    slumber.save()
    assert (found(sam, "slumber"), found(sam, "siesta")) == ([], ["Rain"])

    merge(repose, [slumber])
    assert found(sam, "siesta") == []
    assert set(found(sam, "repose")) == {"Rain", "Storm"}

    model.objects.all().delete()
    assert found(sam, "repose") == []


def test_a_save_that_is_undone_leaves_no_word(sam, write):
    post = write("Rain")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post.title = "Zeppelins"
        post.save()
        raise ZeroDivisionError

    assert (found(sam, "zeppelins"), found(sam, "rain")) == ([], ["Rain"])


def test_an_imported_text_is_written_once_with_all_its_marks(sam):
    filing = Filing("post", "a.md", "Rain", "rain", "Words.", tags=("rest",), emotions=("calm",))
    written = []
    put = index.backend().put
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index.backend(), "put", lambda rows: (written.append(len(rows)), put(rows)))
        file(filing)

    assert written == [1]
    assert found(sam, "rain") == found(sam, "rest") == found(sam, "peaceful") == ["Rain"]


def test_the_index_can_be_made_anew(sam, write, capsys):
    write("Rain", emotions=["grief"])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM content_search")
    Entry.objects.update(felt="")
    lost = found(sam, "rain"), index.in_step()

    call_command("rebuild_search")

    assert lost == ([], False)
    assert "Indexed: 1" in capsys.readouterr().out
    assert found(sam, "rain") == found(sam, "mourning") == ["Rain"]
    assert index.in_step()
    assert Entry.objects.get().felt == "grief"


def test_making_it_anew_forgets_the_words_of_deleted_texts(write):
    write("Zeppelins").delete()
    asked = "SELECT count(*) FROM content_search_word WHERE word = 'zeppelins'"
    before = index.first_column(asked, [])

    index.remake()

    assert (before, index.first_column(asked, [])) == ([1], [0])


def test_an_index_that_kept_what_is_hidden_would_still_not_show_it(sam, write):
    write("Rain")
    Entry.objects.update(status="draft")  # past every signal

    assert found(sam, "rain") == []
