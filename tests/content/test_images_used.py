"""A picture in Dana's texts: shown, changed, and not deleted under them."""

import re

import pytest
from PIL import Image as Pillow

from journal.models import Post
from practice.content.images import changes, preparing
from practice.content.models import Image
from practice.profile.models import Practice
from tests.content.photographs import picture, send
from tests.content.seen import look, seen, submit
from tests.content.test_feeds import feed

pytestmark = [
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("kept"),
    pytest.mark.engine_free,
]


@pytest.fixture
def tide(db):
    return Image.objects.create(
        **{"name": "tide", "alt": "The sea", "caption": "In May.", "digest": "0123456789" * 2},
        **{"width": 1600, "height": 1200, "widths": [480, 960, 1600]},
    )


def edit(image):
    return f"/admin/content/image/{image.pk}/change/"


def test_uploaded_picture_stands_in_a_post_and_can_be_fetched(dana, sam, write, monkeypatch):
    post = write("Rain")
    send(dana, picture(size=(600, 400)))
    submit(dana, f"/admin/journal/post/{post.pk}/change/", body="Look.\n\n![](image:tide)")

    def refuse(*arguments, **named):
        raise AssertionError("A picture was made while a visitor waited.")

    monkeypatch.setattr(preparing, "run_child", refuse)
    monkeypatch.setattr(Pillow, "open", refuse)
    figure = look(sam, "/journal/rain/").part(".//article").part(".//figure")
    sources = " ".join(source.root.get("srcset") for source in figure.all(".//source"))
    addresses = [figure.part(".//img").root.get("src"), *re.findall(r"/media/\S+", sources)]

    assert len(addresses) == 5
    for address in addresses:
        assert sam.get(address).status_code == 200, address


def test_text_that_asks_for_an_unknown_picture_is_refused_at_its_field(dana, practice):
    response = submit(
        *(dana, "/admin/journal/post/add/"),
        **{"title": "Rain", "slug": "rain", "body": "My words.\n\n![](image:tide)"},
    )

    page = seen(response)
    assert "no image called “tide”" in page.part(".//*[@id='id_body_error']").words
    assert "My words." in page.part(".//textarea[@id='id_body']").words
    assert not Post.objects.exists()


def test_text_that_only_speaks_of_the_form_is_saved(dana, practice):
    submit(
        *(dana, "/admin/journal/post/add/"),
        **{"title": "Rain", "slug": "rain", "body": "Type `![](image:tide)`."},
    )

    assert Post.objects.exists()


def test_changed_words_show_in_every_text_and_are_no_edit_of_it(dana, sam, tide, write):
    post, other = write("Rain", body="![](image:tide)"), write("Sun", body="Words.")
    pages = {entry.pk: entry.html for entry in (post, other)}

    submit(dana, edit(tide), alt="The sea at dawn", caption="")

    figure = look(sam, "/journal/rain/").part(".//figure")
    assert figure.part(".//img").root.get("alt") == "The sea at dawn"
    assert not figure.has(".//figcaption")
    after = {entry.pk: entry for entry in Post.objects.all()}
    assert after[post.pk].updated == post.updated
    assert after[other.pk].html == pages[other.pk]


@pytest.mark.on_both
def test_replaced_picture_shows_in_every_text_and_the_old_one_is_gone(
    dana, sam, write, kept, django_capture_on_commit_callbacks
):
    send(dana, picture(colour="red"))
    write("Rain", body="![](image:tide)")
    old = list(kept.iterdir())

    with django_capture_on_commit_callbacks(execute=True):
        send(dana, picture(colour="blue"), address=edit(Image.objects.get()))

    image = Image.objects.get()
    source = look(sam, "/journal/rain/").part(".//figure//img").root.get("src")
    assert image.name == "tide"
    assert source == f"/media/{image.digest}-60.webp"
    assert not any(path.exists() for path in old)
    assert len(list(kept.iterdir())) == 3


def test_name_cannot_be_changed_because_texts_call_it_by_that(dana, tide):
    page = look(dana, edit(tide))
    dana.post(edit(tide), {"name": "wave", "alt": "The sea", "kept": "", "_save": "Save"})

    assert not page.has(".//input[@name='name']")
    assert Image.objects.get().name == "tide"


def test_text_that_came_before_its_picture_shows_it_once_it_is_there(dana, sam, write):
    write("Rain", body="![A wave](image:tide)")
    assert not look(sam, "/journal/rain/").part(".//article").has(".//figure")

    send(dana, picture())

    assert look(sam, "/journal/rain/").part(".//article").has(".//figure")


@pytest.mark.on_both
def test_picture_in_use_is_not_deleted_and_its_texts_are_named(dana, tide, write):
    write("Rain", body="![](image:tide)", status="draft")
    write("Sun", body="Type `![](image:tide)`.")
    everything = {"action": "delete_selected", "_selected_action": [tide.pk], "post": "yes"}

    alone = seen(dana.post(f"/admin/content/image/{tide.pk}/delete/", {"post": "yes"}))
    together = seen(dana.post("/admin/content/image/", everything))

    for page in (alone, together):
        assert "The picture tide is shown in “Rain” (post, not public)" in page.words
        assert "Sun" not in page.part(".//main").words
    assert Image.objects.exists()
    with pytest.raises(changes.ProtectedError, match="“Rain”"):
        changes.remove(tide)


def test_picture_no_text_shows_is_deleted_with_its_files(
    dana, kept, django_capture_on_commit_callbacks
):
    send(dana, picture(colour="red"), "tide.jpg")
    send(dana, picture(colour="blue"), "wave.jpg")
    tide, wave = Image.objects.get(name="tide"), Image.objects.get(name="wave")

    with django_capture_on_commit_callbacks(execute=True):
        dana.post(f"/admin/content/image/{tide.pk}/delete/", {"post": "yes"})

    assert list(Image.objects.all()) == [wave]
    assert {path.name[:20] for path in kept.iterdir()} == {wave.digest}


def test_portrait_is_kept_as_long_as_the_profile_shows_it(dana, tide):
    submit(dana, "/admin/profile/practice/1/change/", portrait=str(tide.pk))

    page = seen(dana.post(f"/admin/content/image/{tide.pk}/delete/", {"post": "yes"}))

    assert "The Quiet Room" in page.part(".//main").words
    assert Image.objects.exists()


def test_portrait_is_ready_for_a_template_and_asks_no_further_question(
    practice, tide, django_assert_num_queries
):
    Practice.objects.update(portrait=tide)

    with django_assert_num_queries(2):  # the profile with its portrait, the crisis lines
        html = Practice.load().portrait.picture

    assert html.startswith("<picture><source")
    assert 'alt="The sea"' in html
    assert "lazy" in html  # it never stands on top of a page


def test_feed_carries_one_plain_image_with_its_whole_address(sam, practice, tide, write):
    write("Rain", body="Words.\n\n![](image:tide)")

    text = feed(sam).entries[0].content[0].value

    assert f'src="http://practice.example/media/{tide.digest}-960.webp"' in text
    assert text.count("<img") == 1
    assert "<figcaption>In May.</figcaption>" in text
    assert "<picture" not in text
    assert "srcset" not in text


def test_texts_without_pictures_ask_nothing_about_them(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Image.objects.named_in("Words.") == ()
    with django_assert_num_queries(1):
        assert Image.objects.named_in("![](image:tide) ![](image:wave)") == ()
