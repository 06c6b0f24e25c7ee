"""A form that Django does not trust comes back with its words, and says what is the matter."""

import re

import pytest
from django.test import Client

from tests.faults.pages import form_on

pytestmark = [pytest.mark.usefixtures("practice"), pytest.mark.engine_free]


def text_of(response):
    return response.content.decode()


def test_a_browser_that_keeps_no_cookie_is_told_what_is_the_matter(answers):
    browser = Client(enforce_csrf_checks=True)

    page = text_of(browser.post("/consultation/", answers))

    said = re.search(r'class="note errors.*?</div>', page, re.DOTALL)[0]
    assert "allow cookies" in said
    assert "tel:4155550199" in said
    assert "open for a long time" not in said
    assert form_on(page)["message"] == answers["message"]


def test_a_page_that_was_open_too_long_is_not_taken_for_a_cookie(answers):
    browser = Client(enforce_csrf_checks=True)
    browser.get("/consultation/")

    page = text_of(browser.post("/consultation/", {**answers, "csrfmiddlewaretoken": "old"}))

    assert "open for a long time" in page
    assert "allow cookies" not in page


def test_a_form_from_elsewhere_names_another_way(answers):
    browser = Client(enforce_csrf_checks=True, headers={"origin": "https://else.example"})
    browser.get("/consultation/")

    response = browser.post("/consultation/", answers)

    assert response.status_code == 403
    assert "another browser" in text_of(response)
    assert "else.example" not in text_of(response)
