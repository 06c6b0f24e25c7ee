"""Every hour the site sends itself a request and asks the mail server; nothing of it stays."""

import pytest
from django.apps import apps
from django.core import mail
from django.db import DatabaseError

from intake import actions, outbox, selfcheck
from intake.forms import ConsultationRequestForm
from intake.models import Inquiry, RateRow
from intake.selfcheck import FORM_FAILS, MAIL_FAILS
from practice.audit import log

pytestmark = pytest.mark.django_db


def everything_stored():
    ours = [model for model in apps.get_models() if model._meta.app_label in {"intake", "audit"}]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in ours}


def test_all_is_well_and_nothing_is_kept(practice, privacy, sam, answers):
    sam.post("/consultation/", answers)
    before = everything_stored()

    assert selfcheck.check() == ""
    assert selfcheck.check() == ""

    assert everything_stored() == before
    assert [row["kind"] for row in before["RateRow"]] == ["request"]
    outbox.send_next()
    assert not outbox.send_next()
    assert len(mail.outbox) == 1


def test_it_really_goes_through_receiving(practice, monkeypatch):
    seen = []
    create = Inquiry.objects.create

    def watch(**fields):
        seen.append(fields)
        return create(**fields)

    monkeypatch.setattr(Inquiry.objects, "create", watch)

    selfcheck.check()

    assert len(seen) == 1
    assert seen[0]["state"] == "new"
    assert not Inquiry.objects.exists()


def test_a_hundred_checks_use_up_nobodys_share(practice, sam, answers):
    for _ in range(12):
        assert selfcheck.check() == ""

    sam.post("/consultation/", answers)

    assert Inquiry.objects.get().state == "new"
    assert RateRow.objects.count() == 1


def no_places(monkeypatch):
    monkeypatch.setattr("intake.forms._places", lambda practice: [("", "Choose a state")])


def refuse_every_name(monkeypatch):
    field = ConsultationRequestForm.base_fields["name"]
    monkeypatch.setattr(field, "max_length", 1)
    monkeypatch.setattr(field, "validators", [_refuse])


def _refuse(value):
    from django.core.exceptions import ValidationError

    raise ValidationError("no")


def no_database(monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(Inquiry.objects, "create", fail)


def no_log(monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("the log’s end cannot be written")

    monkeypatch.setattr(actions, "record", fail)


def no_key(monkeypatch):
    from intake.sealing import SealingError

    def fail(*args, **kwargs):
        raise SealingError("no key")

    monkeypatch.setattr("intake.sealing.key_ring", fail)


@pytest.mark.parametrize("breaks", [no_places, refuse_every_name, no_database, no_log, no_key])
def test_a_form_that_takes_no_request_is_said_in_a_sentence(practice, monkeypatch, breaks):
    with monkeypatch.context() as patch:
        breaks(patch)
        assert selfcheck.check() == FORM_FAILS

    assert not Inquiry.objects.exists()
    assert selfcheck.check() == ""


def test_what_was_made_up_stands_in_no_log(practice, monkeypatch, caplog):
    no_log(monkeypatch)

    selfcheck.check()

    assert "self-check@practice.example" not in caplog.text
    assert log.__name__ not in {record.name for record in caplog.records}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (("RCPT", "550 5.1.1 who is dana@practice.example"), "RCPT 550 5.1.1"),
        (("AUTH", "535 5.7.8 no"), "AUTH 535 5.7.8"),
        (("connect", "421 4.3.2 later"), "connect 421 4.3.2"),
    ],
)
def test_a_mail_server_that_refuses_is_said_with_its_step(practice, serve, settings, fault, said):
    server = serve(*fault, auth=True)
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "dana", "secret"

    assert selfcheck.check() == f"{MAIL_FAILS} ({said})"

    server.fault = None
    assert selfcheck.check() == ""
    assert server.taken == []


def test_both_are_said(practice, monkeypatch, serve):
    serve("MAIL", "451 busy")
    no_places(monkeypatch)

    assert selfcheck.check() == f"{FORM_FAILS}; {MAIL_FAILS} (MAIL 451)"


def test_the_site_nobody_has_filled_in_yet_is_well(db):
    assert selfcheck.check() == ""
    assert not Inquiry.objects.exists()
