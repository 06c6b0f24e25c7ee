"""The advice that stands beside a text, and comes again when it is published."""

import pytest

from practice.content.models import Entry, Image
from tests.content.seen import look, seen, submit

pytestmark = [
    pytest.mark.usefixtures("practice"),
    pytest.mark.ignore_template_errors,
    pytest.mark.engine_free,
]

ADVICE = "/admin/journal/post/advice/"


def test_advice_stands_on_the_page_and_comes_again_on_publishing_but_stops_nobody(dana, sam, write):
    rain = write("Rain", status="draft", body="A cure. See [it](/nothing/).")
    edit = f"/admin/journal/post/{rain.pk}/change/"

    page = look(dana, edit).part(".//section[@id='advice']").words
    published = seen(dana.get(submit(dana, edit, status="public")["Location"])).words
    again = seen(dana.get(submit(dana, edit, title="Rain")["Location"])).words

    assert "It says “cure”." in page
    assert "A link leads nowhere: /nothing/" in page
    assert (
        "It is saved as you asked. When you have a moment, look at this: It has no descr"
        in published
    )
    assert "A link leads nowhere: /nothing/" in published
    assert "It is saved as you asked" not in again
    assert sam.get("/journal/rain/").status_code == 200


def test_a_draft_is_saved_without_a_word(dana, write):
    rain = write("Rain", status="draft", body="A cure.")
    answer = submit(dana, f"/admin/journal/post/{rain.pk}/change/", title="More rain")

    assert "It is saved as you asked" not in seen(dana.get(answer["Location"])).words


def test_advice_is_asked_while_typing_and_nothing_is_stored(dana, write):
    Image.objects.create(
        name="lamp", alt="IMG_1.jpg", width=9, height=9, digest="a" * 20, widths=[9]
    )
    typed = {"title": "Rain", "description": "x", "body": "I guarantee it.\n\n![](image:lamp)"}

    page = seen(dana.post(ADVICE, typed))

    assert "It says “guarantee”." in page.words
    assert "A picture is described by a file’s name." in page.words
    assert not Entry.objects.exists()
    assert dana.get(ADVICE).status_code == 405


def test_advice_on_a_service_asks_for_the_license(dana, practice):
    typed = {"title": "Couples", "description": "x", "body": "y", "kind": "service"}
    address = "/admin/pages/page/advice/"
    before = seen(dana.post(address, typed)).words
    practice.licence_number = ""
    practice.save()

    assert "license number" not in before
    assert "license number" in seen(dana.post(address, typed)).words
    assert dana.post(address, {**typed, "kind": "nonsense"}).status_code == 200


def test_visitors_get_no_advice(sam):
    assert sam.post(ADVICE, {"body": "x"}).status_code == 302


def test_a_page_with_three_hundred_links_opens_with_few_queries(
    dana, write, django_assert_max_num_queries
):
    links = "\n\n".join(f"[Number {n}](/journal/number-{n}/)." for n in range(301))
    post = write("Rain", body=links)
    look(dana, f"/admin/journal/post/{post.pk}/change/")

    with django_assert_max_num_queries(60):
        page = look(dana, f"/admin/journal/post/{post.pk}/change/")

    assert "A link leads nowhere: /journal/number-299/" in page.words
    assert "/journal/number-300/" not in page.part(".//section[@id='advice']").words
    assert "Only the first 300 links and pictures were looked up." in page.words
