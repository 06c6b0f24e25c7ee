"""Sentences about how Dana works are her own to change."""

import pytest

from tests.content.seen import look, submit

pytestmark = [pytest.mark.ignore_template_errors, pytest.mark.engine_free]

FORM = "/consultation/"
PROFILE = "/admin/profile/practice/1/change/"


def test_until_changed_they_say_what_they_always_said(sam):
    steps = look(sam, FORM).part(".//aside").words

    assert "I read it myself. No one else does." in steps
    assert "We talk for twenty minutes, free. Then you decide." in steps


@pytest.mark.usefixtures("privacy")
def test_dana_changes_them_and_form_and_thanks_follow(dana, sam, answers):
    submit(
        *(dana, PROFILE),
        first_talk="half an hour, at no cost",
        who_reads="Dana & Lee read it.",
        young_people="In Oregon the age is fourteen.",
    )
    form = look(sam, FORM).part(".//aside").words
    sent = sam.post(FORM, {**answers, "who": "minor"})
    thanks = look(sam, sent["Location"]).words

    for words in (form, thanks):
        assert "We talk for half an hour, at no cost. Then you decide." in words
        assert "Dana & Lee read it." in words
        assert "I read it myself" not in words
        assert "twenty minutes" not in words
    assert "In Oregon the age is fourteen." in thanks
    assert "In California" not in thanks
