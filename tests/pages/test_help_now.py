"""Sam needs a person now."""

import pytest

from practice.profile.models import CrisisLine
from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")


@pytest.fixture
def lines(practice):
    def add(label, link, **fields):
        CrisisLine.objects.create(practice=practice, label=label, link=link, **fields)

    add("Text 988", "sms:988", description="If you cannot talk.", order=1)
    add("Chat", "https://988lifeline.org/chat/", order=2)


def test_lines_come_first_in_their_order_and_then_words(sam, lines, write):
    write("Help now", kind="page", slug="help-now", body="You are not a burden.")

    page = look(sam, "/help-now/").part(".//main")

    assert page.addresses[:3] == ["tel:988", "sms:988", "https://988lifeline.org/chat/"]
    assert "If you cannot talk." in page.words
    assert page.words.index("Call 988") < page.words.index("You are not a burden.")


def test_without_lines_the_crisis_text_stands_in(sam, practice):
    practice.crisis_lines.all().delete()

    page = look(sam, "/help-now/").part(".//main")

    assert page.addresses == ["tel:988", "tel:911"]


@pytest.mark.engine_free
def test_help_is_one_step_from_every_page_even_one_that_is_not_there(sam, write):
    write("Rain")

    for address in ("/", "/journal/rain/", "/consultation/", "/search/?q=x", "/nowhere/"):
        page = sam.get(address).content.decode()
        assert page.index('href="/help-now/"') < page.index('<main id="main"')


@pytest.mark.engine_free
def test_help_page_can_be_found_by_search_engines(sam):
    assert look(sam, "/help-now/").robots == ""
