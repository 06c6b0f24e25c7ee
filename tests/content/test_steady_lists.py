"""Whatever stands behind the question mark, a list of the desk answers."""

import pytest

from tests.content.seen import look, seen

pytestmark = [pytest.mark.usefixtures("practice"), pytest.mark.ignore_template_errors]

# What any list is asked, and what only those are asked that have the field: to others it is a field like
# no_such.
EVERY = [
    *("p=99999999999", "p=x", "o=9.9.9", "o=-x", "e=1", "e=1&x=y", "q=%00", "q=%ff", "all="),
    *("id__exact=99999999999999999999", "id__in=a,b", "id__isnull=x", "no_such__field=1"),
    "_popup=1&_to_field=x",
]
TEXTS = [
    *("publish_at__year=9999", "publish_at__year=99999999999", "publish_at__year=x"),
    *("publish_at__month=13&publish_at__year=2026", "publish_at__day=31&publish_at__month=2"),
    *("publish_at__gte=x", "title__regex=(", "_facets=True&title__regex=(", "status__exact=%00"),
    *("tags__id__exact=x", "tags__name__regex=("),
]
NAMED = ["name__regex=(", "_facets=True&name__regex=("]
ASKED = {
    **{"journal/post": TEXTS, "pages/page": TEXTS, "content/tag": NAMED, "content/emotion": NAMED},
    **{"content/image": NAMED, "content/redirect": ["path__regex=("]},
    "profile/notice": ["title__regex=("],
    "audit/event": [
        *(
            "at__year=9999",
            "at__gte=%00",
            "actor__exact=%00",
            "action__exact=%00",
            "actor__regex=(",
        ),
    ],
}


@pytest.mark.parametrize("which", ASKED)
def test_no_question_breaks_a_list(dana, write, which):
    write("Rain", tags=["rest"])
    there = f"/admin/{which}/"
    answers = {asked: dana.get(f"{there}?{asked}") for asked in EVERY + ASKED[which]}

    elsewhere = {
        asked: (answer.status_code, answer.get("Location"))
        for asked, answer in answers.items()
        if answer.status_code != 200 and answer.get("Location") not in {there, f"{there}?e=1"}
    }
    assert elsewhere == {}
    assert dana.get(there).status_code == 200


@pytest.mark.parametrize("asked", ["title__regex=(", "publish_at__year=99999999999", "tags__id=x"])
def test_what_is_to_be_done_to_a_list_that_cannot_be_made_is_not_done(dana, write, asked):
    post = write("Rain")
    sent = {"action": "delete_selected", "_selected_action": post.pk, "post": "yes"}

    answer = dana.post(f"/admin/journal/post/?{asked}", sent, follow=True)

    assert "Here is the whole one." in seen(answer).words or answer.request["QUERY_STRING"] == "e=1"
    assert "Rain" in look(dana, "/admin/journal/post/").words


def test_what_is_done_to_a_list_is_done_to_what_is_ticked_and_not_to_what_came_since(dana, write):
    posts = [write("Rain", status="draft"), write("Storm", status="draft")]
    there = "/admin/journal/post/?status__exact=draft"
    sent = {"action": "delete_selected", "_selected_action": [post.pk for post in posts]}
    asked = seen(dana.post(there, {**sent, "select_across": "1"}))
    write("Noon", status="draft")
    confirmed = [each.root.get("value") for each in asked.all(".//input[@name='_selected_action']")]

    dana.post(there, {**sent, "_selected_action": confirmed, "post": "yes"})

    left = look(dana, "/admin/journal/post/").words
    assert "Noon" in left
    assert "Rain" not in left


def test_a_question_nobody_can_answer_gives_the_whole_list_and_says_so(dana, write):
    write("Rain")

    page = seen(dana.get("/admin/journal/post/?title__regex=(", follow=True))

    assert "That list could not be made. Here is the whole one." in page.words
    assert "Rain" in page.words


def test_a_good_question_is_answered_as_ever(dana, write):
    write("Rain")
    write("Storm", status="draft")

    page = look(dana, "/admin/journal/post/?status__exact=draft")

    assert "Storm" in page.words
    assert "Rain" not in page.words
    assert "could not be made" not in page.words


def test_a_database_that_is_down_is_not_taken_for_a_bad_question(dana, monkeypatch):
    from django.db import OperationalError

    from journal.admin import PostAdmin

    def down(self, request):
        raise OperationalError("down")

    monkeypatch.setattr(PostAdmin, "get_queryset", down)
    dana.raise_request_exception = False

    assert (
        dana.get("/admin/journal/post/?status__exact=draft")["Location"] == "/admin/journal/post/"
    )
    assert dana.get("/admin/journal/post/").status_code >= 500
