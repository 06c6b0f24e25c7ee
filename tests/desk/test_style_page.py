"""The page of all components, for staff."""

import pytest

from practice.content.models import COLOURS
from tests.content.seen import look

pytestmark = [pytest.mark.usefixtures("practice"), pytest.mark.engine_free]


def test_dana_sees_every_pigment_and_both_states_of_a_form(dana):
    page = look(dana, "/admin/style/")

    assert {link for link, _ in page.links} >= set(COLOURS)
    assert "Sent back" in page.words
    assert "This field is required." in page.words
    assert page.robots == "noindex"


def test_it_shows_nothing_of_the_journal(dana, write):
    write("Rain on the roof")

    assert "Rain on the roof" not in look(dana, "/admin/style/").words


def test_sam_is_asked_to_sign_in(sam):
    response = sam.get("/admin/style/")

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")
