"""The site does not start with other keys than the requests were sealed with."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from intake import sealed_rows
from intake.key_proofs import prove_keys
from intake.models import SealingKey
from intake.sealing import key_id_of, key_ring, new_key
from practice.management.commands import worker
from practice.start import refuse_wrong_keys
from tests.keys.rings import K1, K2, OTHER_K1, rotate, write_past_the_site


def test_every_start_with_the_right_keys_passes_and_leaves_one_proof_a_key(inquiries, ring_file):
    refuse_wrong_keys()
    ring_file.write_text(f"{K2},{K1}\n")
    refuse_wrong_keys()
    refuse_wrong_keys()

    assert set(SealingKey.objects.values_list("key_id", flat=True)) == {"k1", "k2"}
    proof = SealingKey.objects.get(key_id="k1").proof
    assert K1[3:] not in proof
    assert key_id_of(proof) == "k1"


@pytest.mark.parametrize("started_before", [True, False], ids=["proof", "no proof yet"])
def test_another_key_of_the_same_name_is_refused(inquiries, in_environment, started_before):
    if started_before:
        prove_keys()
    in_environment(OTHER_K1)

    with pytest.raises(CommandError) as problem:
        refuse_wrong_keys()

    assert str(problem.value) == (
        "INQUIRY_KEYS: the key k1 is not the one these requests were sealed with. "
        "Put the right key back; nothing was changed."
    )
    assert SealingKey.objects.count() == started_before


def test_a_missing_key_is_refused_by_its_name(inquiries, in_environment, capsys):
    prove_keys()
    in_environment(K2)

    with pytest.raises(CommandError, match="the key k1 is missing"):
        refuse_wrong_keys()

    assert not SealingKey.objects.filter(key_id="k2").exists()
    assert "the key k1 is missing" in rotate(capsys)[1]


def test_one_damaged_value_does_not_make_the_right_key_look_wrong(inquiries, ring_file):
    write_past_the_site(inquiries[0], "name", "1.k1.AAAA")

    refuse_wrong_keys()

    assert SealingKey.objects.count() == 1


def test_a_key_that_no_request_was_sealed_with_yet_is_taken(db, in_environment):
    in_environment(new_key("spring"))

    refuse_wrong_keys()

    assert SealingKey.objects.get().key_id == "spring"


def test_two_first_starts_with_different_keys_of_one_name_end_with_one(
    db, ring_file, in_environment
):
    prove_keys()
    in_environment(OTHER_K1)

    with pytest.raises(CommandError, match="the key k1 is not the one"):
        refuse_wrong_keys()


def test_text_in_clear_does_not_pass_for_the_name_of_a_key(inquiries, ring_file):
    for clear in ("Kim. Called. Twice", "", "1.Kim is here.", "1." + "k" * 60 + ".A"):
        write_past_the_site(inquiries[2], "name", clear)

        assert sealed_rows.key_ids_in_use() == {"k1"}
        refuse_wrong_keys()


def test_the_worker_waits_for_a_database_that_is_not_there_yet(
    transactional_db, monkeypatch, capsys
):
    answers = iter([OperationalError("no such table"), None])

    def ask():
        if problem := next(answers):
            raise problem

    monkeypatch.setattr(worker, "refuse_wrong_keys", ask)
    monkeypatch.setattr(worker, "_PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(worker.signal, "signal", lambda *_: None)
    monkeypatch.setattr(worker.chores, "run", lambda stop: None)
    monkeypatch.setattr(worker.outbox, "run", lambda stop: None)

    call_command("worker")

    said = capsys.readouterr().out
    assert said.index("Waiting for the database") < said.index("Sending mail")


def test_the_worker_waits_until_the_tables_are_those_of_its_code(
    transactional_db, monkeypatch, capsys
):
    """`manage.py up` seals them into a backup meanwhile: what is sent now would be held on the way back."""
    waiting = iter([True, False])
    monkeypatch.setattr("practice.backups.upgrade.waiting", lambda: next(waiting))
    monkeypatch.setattr(worker, "_PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(worker.signal, "signal", lambda *_: None)
    monkeypatch.setattr(worker.chores, "run", lambda stop: None)
    monkeypatch.setattr(worker.outbox, "run", lambda stop: None)

    call_command("worker")

    said = capsys.readouterr().out
    assert said.index("Waiting for the database") < said.index("Sending mail")


def test_the_worker_refuses_wrong_keys(inquiries, in_environment):
    prove_keys()
    in_environment(OTHER_K1)

    with pytest.raises(CommandError, match="the key k1 is not the one"):
        worker.Command()._refuse_wrong_keys(threading.Event())


def test_nothing_is_asked_of_a_row_when_the_site_starts(inquiries, django_assert_max_num_queries):
    prove_keys()

    with django_assert_max_num_queries(3):
        prove_keys()
    assert len(key_ring().keys) == 1
