"""Whatever stands behind the question mark, a list of the desk answers."""

import pytest

from tests.content.seen import look, seen

pytestmark = [pytest.mark.usefixtures("practice"), pytest.mark.ignore_template_errors]

LISTS = [
    *("journal/post", "pages/page", "content/tag", "content/emotion", "content/redirect"),
    *("content/image", "audit/event", "profile/notice"),
]
ASKED = [
    *("publish_at__year=9999", "publish_at__year=99999999999", "publish_at__year=x"),
    *("publish_at__month=13&publish_at__year=2026", "publish_at__day=31&publish_at__month=2"),
    *(
        "title__regex=(",
        "name__regex=(",
        "p=99999999999",
        "p=x",
        "o=9.9.9",
        "o=-x",
        "e=1",
        "e=1&x=y",
    ),
    *("q=%00", "q=%ff", "id__exact=99999999999999999999", "id__in=a,b", "no_such__field=1"),
    *("status__exact=%00", "tags__id__exact=x", "tags__name__regex=(", "publish_at__gte=x"),
    *("at__year=9999", "at__gte=%00", "actor__exact=%00", "action__exact=%00", "actor__regex=("),
    *("_popup=1&_to_field=x", "_facets=True&title__regex=(", "id__isnull=x", "all="),
]


@pytest.mark.parametrize("which", LISTS)
def test_no_question_breaks_a_list(dana, write, which):
    write("Rain", tags=["rest"])

    answers = {asked: dana.get(f"/admin/{which}/?{asked}", follow=True) for asked in ASKED}

    assert {asked: a.status_code for asked, a in answers.items() if a.status_code != 200} == {}


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
