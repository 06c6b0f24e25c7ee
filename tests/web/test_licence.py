"""In production the licence comes before the first visitor."""

import pytest

from practice.profile.models import Practice

pytestmark = pytest.mark.engine_free


@pytest.fixture
def production(settings):
    settings.PRODUCTION = True
    return settings


def test_without_a_licence_only_the_desk_and_healthz_answer(sam, practice, production):
    Practice.objects.update(licence_number="")

    assert sam.get("/").status_code == 503
    assert sam.get("/consultation/").status_code == 503
    assert sam.get("/healthz").status_code == 200
    assert sam.get("/admin/login/").status_code == 200
    assert sam.get("/readyz").status_code == 503


def test_with_a_licence_readyz_answers(sam, practice, production):
    assert sam.get("/readyz").content.startswith(b"ok\n")


def test_with_a_licence_every_page_names_it(sam, practice, production):
    page = sam.get("/fees/")

    assert page.status_code == 200
    assert "LMFT 000000" in page.content.decode()


def test_a_first_look_needs_none(sam, practice):
    Practice.objects.update(licence_number="")

    assert sam.get("/").status_code == 200
