"""Dana prints her recovery sheet and puts it away; nobody else ever sees it."""

import re
from io import StringIO
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from practice.archive import age
from practice.audit.models import Event
from practice.backups import recovery
from practice.backups.models import RecoveryKey
from practice.desk.signin import roles
from tests.intake.inquiries import words
from tests.signing_in.steps import AtHerDesk, actions, person

SHEET = "/admin/backups/backup/sheet/"
CARD = "Print your recovery sheet and put it away"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.engine_free,
    pytest.mark.ignore_template_errors,
]


@pytest.fixture
def first_start(practice, kept_outside):
    recovery.in_force()
    return kept_outside


def printed(*asked):
    out = StringIO()
    call_command("recovery_sheet", *asked, stdout=out)
    return out.getvalue()


def key_on(sheet):
    """What a hand copies from the groups; it stands there in one line, too."""
    groups = sheet.partition("The recovery key:")[2].partition("Capital")[0]
    copied = age.tidy_key(groups)
    assert f"    {copied}\n" in sheet
    return copied


def test_the_desk_asks_for_it_until_it_is_put_away(dana, first_start):
    assert CARD in words(dana.get("/admin/"))

    page = dana.get(SHEET)
    assert (first_start / "recovery_key").read_text().strip() in re.sub(
        r"<[^>]*>|\s", "", page.content.decode()
    )
    picture = page.content.decode().partition('class="scan"')[2].partition("</svg>")[0]
    assert (
        'fill="#fff"' in picture
    )  # black on a ground of its own: a telephone reads it at night, too
    assert "#000" in picture
    assert page["Cache-Control"] == "no-store"
    assert actions()[-1] == "recovery sheet shown"
    assert CARD in words(dana.get("/admin/"))

    dana.post(SHEET)
    assert RecoveryKey.objects.get().stored_at is None
    assert dana.post(SHEET, {"put_away": "on"}, follow=True).status_code == 200

    key = RecoveryKey.objects.get()
    assert key.stored_by == "dana"
    assert CARD not in words(dana.get("/admin/"))
    assert Event.objects.filter(actor="dana", action="recovery sheet put away").exists()


def test_kim_who_edits_texts_never_sees_it(practice, first_start):
    kim = AtHerDesk()
    kim.force_login(person("kim", roles.EDITOR))

    assert CARD not in words(kim.get("/admin/"))
    for answer in (kim.get(SHEET), kim.post(SHEET, {"put_away": "on"})):
        assert answer.status_code in {302, 403}
        assert b"AGE-SECRET" not in answer.content
    assert RecoveryKey.objects.get().stored_at is None
    assert "recovery sheet shown" not in actions()


def test_whoever_walks_up_to_a_desk_left_open_is_asked_first(dana, first_start):
    session = dana.session
    session["factor_at"] = 0
    session.save()

    answer = dana.get(SHEET)

    assert answer.status_code == 302
    assert "/again/" in answer["Location"]


def test_the_printed_one_says_the_same_key(first_start):
    sheet = printed()

    assert key_on(sheet) == (first_start / "recovery_key").read_text().strip()
    assert "manage.py restore FILE" in sheet
    assert "http://practice.example" in sheet
    assert "&" not in sheet
    assert max(map(len, sheet.splitlines())) < 100
    assert actions() == ["recovery key made", "recovery sheet shown"]
    assert (first_start / "recovery_key").stat().st_mode & 0o777 == 0o600


def test_a_new_key_asks_for_a_new_sheet_and_keeps_the_old_one(dana, first_start):
    old = (first_start / "recovery_key").read_text().strip()
    dana.post(SHEET, {"put_away": "on"})

    new = key_on(printed("--new"))

    assert new != old
    assert recovery.in_force().public == age.public_half(new)
    assert CARD in words(dana.get("/admin/"))
    [kept] = first_start.glob("recovery_key.*")
    assert kept.read_text().strip() == old


def test_a_new_key_that_cannot_be_noted_leaves_the_old_one_where_it_is(first_start, monkeypatch):
    old = (first_start / "recovery_key").read_text()
    monkeypatch.setattr(RecoveryKey.objects, "create", Mock(side_effect=OperationalError))

    with pytest.raises(OperationalError):
        call_command("recovery_sheet", "--new")

    assert (first_start / "recovery_key").read_text() == old
    assert list(first_start.glob("recovery_key.*")) == []


@pytest.mark.parametrize("lay_here", ["", "no key\n"])
def test_restoring_an_older_backup_keeps_the_key_that_newer_ones_need(first_start, lay_here):
    newer, older = recovery.here(), age.new_key()
    if lay_here:
        recovery.path().write_text(lay_here)

    recovery.adopt(older)
    recovery.adopt(older)

    assert recovery.here() == older
    [beside] = first_start.glob("recovery_key.*")
    assert beside.read_text() == (lay_here or f"{newer}\n")


def test_a_machine_that_does_not_hold_it_says_so(dana, first_start):
    (first_start / "recovery_key").unlink()

    with pytest.raises(CommandError, match="the machine that made it"):
        printed()
    page = dana.get(SHEET)

    assert "the machine that made it" in words(page)
    assert b"AGE-SECRET" not in page.content
    assert recovery.in_force() == RecoveryKey.objects.get()
