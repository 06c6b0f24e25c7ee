"""A mistyped address is asked about once, because an answer to it would reach nobody."""

import re

import pytest

from intake.mail_domains import meant_instead
from intake.models import Inquiry

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sam@gmial.com", "sam@gmail.com"),
        ("sam@gmail.con", "sam@gmail.com"),
        ("sam@gmai.com", "sam@gmail.com"),
        ("sam@gmaill.com", "sam@gmail.com"),
        ("sam@hotmial.com", "sam@hotmail.com"),
        ("sam@iclould.com", "sam@icloud.com"),
        ("Sam@GMAIL.CM", "sam@gmail.com"),
    ],
)
def test_one_slip_is_noticed(written, meant):
    assert meant_instead(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        *("sam@gmail.com", "SAM@Gmail.com", "sam@mail.com", "sam@ymail.com", "sam@proton.me"),
        *("sam@practice.example", "sam@yahoo.ca", "sam@hotmail.co.uk", "sam@gm.com", "", "sam"),
    ],
)
def test_real_domains_and_domains_of_ones_own_are_left_alone(written):
    assert meant_instead(written) == ""


@pytest.mark.django_db
def test_sam_is_asked_once_and_may_insist(sam, answers):
    asked = sam.post("/consultation/", {**answers, "email": "sam@gmial.com"})
    page = asked.content.decode()

    assert asked.status_code == 422
    assert "Did you mean sam@gmail.com?" in page
    assert answers["message"] in page
    assert not Inquiry.objects.exists()

    kept = re.search(r'name="asked_about" value="([^"]*)"', page)[1]
    again = sam.post("/consultation/", {**answers, "email": "sam@gmial.com", "asked_about": kept})

    assert again.status_code == 303
    assert Inquiry.objects.get().email == "sam@gmial.com"


@pytest.mark.django_db
def test_another_slip_is_asked_about_anew(sam, answers):
    response = sam.post(
        "/consultation/",
        {**answers, "email": "sam@gmal.com", "asked_about": "sam@gmial.com"},
    )

    assert response.status_code == 422
    assert not Inquiry.objects.exists()
