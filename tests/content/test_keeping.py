"""Nothing Dana typed is lost, saved or not; and nobody but her reads it."""

import pytest
from django.test import Client

from journal.models import Post
from practice.content.models import Revision
from tests.content.seen import look, seen
from tests.content.writing import ADD, KEEP, Open, change, offers
from tests.signing_in import steps

pytestmark = [pytest.mark.ignore_template_errors, pytest.mark.engine_free]


def test_a_new_text_that_was_never_saved_is_found_again_and_goes_on(dana, practice):
    Open(dana).type(title="Rain", body="It rains on the *roof*.").keep()

    [(words, where)] = offers(dana)
    page = Open(dana, where)

    assert "“Rain”" in words
    assert "did not save" in words
    assert page.page.part(".//textarea[@id='id_body']").words == "It rains on the *roof*."
    assert not page.page.has(".//ul[@class='errorlist']")
    assert not Post.objects.exists()


def test_an_unsaved_change_is_offered_and_the_saved_text_stays_until_she_saves(dana, sam, write):
    post = write("Rain", body="Saved words.")
    Open(dana, change(post)).type(body="Saved words, and more.").keep()

    assert "and more" not in look(sam, "/journal/rain/").words
    [(_, where)] = offers(dana, change(post))
    Open(dana, where).save()

    assert "and more" in look(sam, "/journal/rain/").words
    assert offers(dana, change(post)) == []
    assert not Revision.objects.unsaved().exists()


@pytest.mark.on_both
def test_a_page_writes_one_copy_and_what_comes_late_changes_nothing(dana, practice):
    page = Open(dana)
    page.type(body="one").keep()
    page.type(body="one two three").keep()
    page.keep(body="one two", turn=1)

    [copy] = Revision.objects.all()
    assert copy.fields["body"] == ["one two three"]


def test_saving_ends_the_copy_even_when_the_last_one_comes_after_it(dana, practice):
    page = Open(dana).type(title="Rain", body="Words.")
    page.keep()
    page.save("_draft")
    late = page.keep().json()

    assert late["same"] is True
    assert offers(dana) == []
    assert Post.objects.get().body == "Words."


def test_words_typed_after_going_back_to_a_saved_page_belong_to_its_text(dana, practice):
    page = Open(dana).type(title="Rain", body="Words.")
    page.save("_draft")
    page.type(body="Words, after Back.").keep()

    [(_, where)] = offers(dana, change(Post.objects.get()))
    assert where.startswith(change(Post.objects.get()))
    assert offers(dana) == []


@pytest.mark.on_both
def test_two_pages_that_go_on_from_the_same_copy_do_not_write_over_each_other(dana, practice):
    Open(dana).type(body="The beginning.").keep()
    [(_, where)] = offers(dana)
    one, other = Open(dana, where), Open(dana, where)

    one.type(body="The beginning, one way.").keep()
    other.type(body="The beginning, another way.").keep()

    bodies = {copy.fields["body"][0] for copy in Revision.objects.unsaved()}
    assert bodies == {"The beginning, one way.", "The beginning, another way."}


def test_what_is_set_aside_is_not_offered_and_is_still_there(dana, practice, later):
    Open(dana).type(title="Rain", body="Words.").keep()
    key = Revision.objects.get().key

    compare = look(dana, f"/admin/journal/post/unfinished/{key}/")
    dana.post(f"/admin/journal/post/unfinished/{key}/")

    assert "Words." in compare.words
    assert offers(dana) == []
    assert "Rain" in look(dana, "/admin/journal/post/unfinished/").words
    later(days=29)
    steps.back_again(dana)
    Open(dana).type(title="Storm", body="x").save("_draft")
    assert Revision.objects.filter(key=key).exists()
    later(days=2)
    steps.back_again(dana)
    Open(dana).type(title="Noon", body="x").save("_draft")
    assert not Revision.objects.filter(key=key).exists()


def test_an_unsaved_copy_is_kept_however_old_it_is(dana, practice, later):
    Open(dana).type(title="Rain", body="Words.").keep()
    later(days=400)
    steps.back_again(dana)
    Open(dana).type(title="Storm", body="x").save("_draft")

    assert "“Rain”" in offers(dana)[0][0]


def test_the_list_of_posts_says_that_something_was_not_saved(dana, practice):
    assert "not saved" not in look(dana, "/admin/journal/post/").words

    Open(dana).type(title="Rain", body="Words.").keep()

    page = look(dana, "/admin/journal/post/")
    assert "One text was typed and not saved" in page.words
    assert "/admin/journal/post/unfinished/" in page.addresses


@pytest.mark.on_both
def test_kim_neither_reads_nor_writes_over_what_dana_has_not_saved(dana, kim, write):
    page = Open(dana).type(title="Rain", body="Only mine.")
    page.keep()
    key = page.fields["copy"]

    assert kim.post(KEEP, {**page.fields, "body": "Kim's."}).status_code == 409
    assert (
        "Only mine."
        not in kim.get(f"/admin/journal/post/unfinished/{key}/", follow=True).content.decode()
    )
    assert "Only mine." not in kim.get(f"{ADD}?copy={key}").content.decode()
    assert offers(kim) == []
    assert Revision.objects.get().fields["body"] == ["Only mine."]


def test_nothing_is_kept_for_somebody_who_is_not_signed_in(sam, dana, write):
    page = Open(dana, change(write("Rain"))).type(body="x")

    assert sam.post(KEEP, page.fields).status_code == 401
    assert sam.get(KEEP).status_code == 401
    assert not Revision.objects.unsaved().exists()
    assert dana.get(KEEP).json()["user"] == "dana"


@pytest.mark.parametrize("key", ["", "x", "\0", "1" * 5000])
def test_a_page_without_a_key_is_refused(dana, key, practice):
    assert dana.post(KEEP, {"copy": key, "body": "x"}).status_code == 400


def test_signed_out_while_typing_the_words_come_back_and_can_be_sent_again(dana, sam, practice):
    page = Open(dana).type(title="Rain", body="A long evening’s words.")
    dana.logout()

    answer = page.save("_draft")
    kept = seen(answer)
    steps.back_again(dana)
    fields = {name: value for name, value in _fields(kept)}
    dana.post(ADD, fields)

    assert answer.status_code == 403
    assert "You were signed out" in kept.words
    assert kept.part(".//textarea[@name='body']").words == "A long evening’s words."
    assert Post.objects.get().body == "A long evening’s words."
    assert Post.objects.get().status == "draft"


def test_what_comes_back_holds_nothing_of_the_stored_text(sam, write, practice):
    post = write("Rain", body="Stored and secret.", status="draft")

    answer = sam.post(change(post), {"title": "x", "body": "Typed."})

    assert answer.status_code == 403
    assert "Typed." in answer.content.decode()
    assert "Stored and secret." not in answer.content.decode()


def test_a_page_that_stood_open_too_long_gives_the_words_back(dana, practice):
    page = Open(dana).type(title="Rain", body="My words.")
    strict = Client(enforce_csrf_checks=True)
    steps.back_again(strict)

    answer = strict.post(ADD, page.fields)

    assert answer.status_code == 403
    assert "My words." in answer.content.decode()
    assert "Press the button once more" in answer.content.decode()


def test_another_site_gets_no_words_shown_as_if_dana_had_typed_them(dana, practice):
    answer = Client(enforce_csrf_checks=True).post(
        ADD, {"title": "Bad", "body": "Buy this."}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert "Buy this." not in answer.content.decode()


def test_a_text_deleted_while_she_writes_becomes_a_new_one(dana, write):
    post = write("Rain", body="Old.")
    page = Open(dana, change(post)).type(body="Old, and new.")
    post.delete()

    answer = dana.post(change(post), page.fields, follow=True)

    assert "This text was deleted meanwhile" in seen(answer).words
    assert seen(answer).part(".//textarea[@id='id_body']").words == "Old, and new."


@pytest.mark.on_both
def test_a_text_longer_than_a_page_comes_back_whole(dana, practice):
    body = "word " * 110_000
    page = seen(Open(dana).type(title="Rain", body=body).save("_draft"))

    assert "longer than a page can be" in page.words
    assert len(page.part(".//textarea[@id='id_body']").words) > 540_000
    assert not Post.objects.exists()


def _fields(page):
    form = next(each for each in page.root.iter("form") if each.get("enctype"))
    for each in form.iter():
        if each.tag in {"input", "textarea"} and each.get("name"):
            value = each.text if each.tag == "textarea" else each.get("value")
            yield each.get("name"), (value or "").removeprefix("\n")
