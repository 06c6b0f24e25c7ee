"""`manage.py rotate_keys`: everything under a new key, whatever happens meanwhile."""

import fcntl

import pytest
from django.core.management import call_command

from intake import actions, sealed_rows
from intake.models import Inquiry
from practice.audit.models import Event
from practice.management.commands import rotate_keys
from tests.keys.rings import K1, K2, ids_in, keys_of, rotate, write_past_the_site


def test_everything_is_sealed_with_a_new_key_and_says_what_it_said(inquiries, ring_file, capsys):
    before = {i.pk: (i.state, i.changed_at, i.digest) for i in Inquiry.objects.all()}

    said, problem = rotate(capsys)

    assert problem == ""
    assert "The new key is k2." in said
    assert "Sealed with k2: 3." in said
    assert ids_in(ring_file.read_text()) == ["k2", "k1"]
    assert ring_file.read_text().endswith(f",{K1}\n")
    assert ring_file.read_text().split(",")[0] not in said
    assert f"{ring_file.stat().st_mode & 0o777:o}" == "600"
    for inquiry in inquiries:
        assert keys_of(inquiry) == {"k2"}
    again = Inquiry.objects.order_by("received_at")
    assert [i.name for i in again] == ["Sam", "Alex", "Kim"]
    assert again[0].notes == "call on Monday"
    assert all("Evenings" in i.message for i in again)
    # No change that retention would count from, and one event that names nobody.
    assert {i.pk: (i.state, i.changed_at, i.digest) for i in again} == before
    event = Event.objects.get(action="keys rotated")
    assert (event.actor, event.references) == ("site", [])


def test_what_comes_in_afterwards_gets_the_new_key(inquiries, ring_file, capsys, sam, answers):
    rotate(capsys)

    sam.post("/consultation/", {**answers, "name": "Robin", "opened": ""})

    assert keys_of(Inquiry.objects.latest("received_at")) == {"k2"}


def test_a_run_that_was_stopped_is_finished_under_the_key_it_made(
    inquiries, ring_file, capsys, monkeypatch
):
    whole, done = sealed_rows.seal_anew, []

    def stopped_after_one(model, pk, ring):
        if done:
            raise KeyboardInterrupt
        done.append(pk)
        return whole(model, pk, ring)

    monkeypatch.setattr(rotate_keys, "seal_anew", stopped_after_one)
    with pytest.raises(KeyboardInterrupt):
        call_command("rotate_keys")
    assert sorted(map(sorted, map(keys_of, inquiries))) == [["k1"], ["k1"], ["k2"]]
    assert {i.name for i in Inquiry.objects.all()} == {"Sam", "Alex", "Kim"}
    assert not Event.objects.filter(action="keys rotated").exists()
    monkeypatch.setattr(rotate_keys, "seal_anew", whole)

    said, problem = rotate(capsys)

    assert problem == ""
    assert "An earlier change of keys was not finished. It is now." in said
    assert "Sealed with k2: 2." in said
    assert ids_in(ring_file.read_text()) == ["k2", "k1"]
    assert all(keys_of(inquiry) == {"k2"} for inquiry in inquiries)

    rotate(capsys)
    assert ids_in(ring_file.read_text()) == ["k3", "k2", "k1"]


def test_a_row_erased_meanwhile_is_no_matter(inquiries, ring_file, capsys, monkeypatch):
    whole = sealed_rows.seal_anew

    def sam_withdraws_first(model, pk, ring):
        actions.erase(inquiries=Inquiry.objects.filter(pk=inquiries[0].pk), by="visitor")
        return whole(model, pk, ring)

    monkeypatch.setattr(rotate_keys, "seal_anew", sam_withdraws_first)

    _, problem = rotate(capsys)

    assert problem == ""
    assert {i.name for i in Inquiry.objects.all()} == {"Alex", "Kim"}
    assert all(keys_of(inquiry) == {"k2"} for inquiry in Inquiry.objects.all())


def test_a_post_that_had_sealed_just_before_is_found_by_the_next_pass(
    inquiries, ring_file, capsys, monkeypatch
):
    whole, stored = sealed_rows.seal_anew, []
    token = Inquiry.objects.get(pk=inquiries[0].pk).__dict__["message"]

    def it_is_stored_late(model, pk, ring):
        moved = whole(model, pk, ring)
        if pk == inquiries[0].pk and not stored:
            stored.append(Inquiry.objects.filter(pk=pk).update(message=token))
        return moved

    monkeypatch.setattr(rotate_keys, "seal_anew", it_is_stored_late)

    rotate(capsys)

    assert stored == [1]
    assert keys_of(inquiries[0]) == {"k2"}
    assert "Evenings" in Inquiry.objects.get(pk=inquiries[0].pk).message


def test_notes_written_between_reading_and_sealing_are_kept(
    inquiries, ring_file, capsys, monkeypatch
):
    whole = sealed_rows.seal_anew

    def dana_is_quicker(model, pk, ring):
        actions.update(
            inquiry=Inquiry.objects.get(pk=pk), by="dana", notes="new", state="contacted"
        )
        return whole(model, pk, ring)

    monkeypatch.setattr(rotate_keys, "seal_anew", dana_is_quicker)

    rotate(capsys)

    for inquiry in Inquiry.objects.all():
        assert (inquiry.notes, inquiry.state) == ("new", "contacted")
        assert keys_of(inquiry) == {"k2"}


def test_a_damaged_value_is_named_and_everything_else_is_done(inquiries, ring_file, capsys):
    token = Inquiry.objects.get(pk=inquiries[1].pk).__dict__["phone"]
    write_past_the_site(inquiries[1], "phone", token[:-2])
    write_past_the_site(inquiries[2], "name", "Kim in clear")

    said, problem = rotate(capsys)

    assert f"{inquiries[1].reference} (phone)" in problem
    assert f"{inquiries[2].reference} (name)" in problem
    assert "Kim" not in said + problem
    assert keys_of(inquiries[0]) == {"k2"}
    assert keys_of(inquiries[1]) == {"k2", "k1"}
    assert keys_of(inquiries[2]) == {"k2", ""}
    assert Inquiry.objects.get(pk=inquiries[1].pk).name == "Alex"
    # The damage does not keep a later run from making a new key, nor its own from being kept.
    rotate(capsys)
    assert keys_of(inquiries[0]) == {"k3"}
    rotate(capsys, "--forget-old")
    assert ids_in(ring_file.read_text()) == ["k3", "k1"]


def test_old_keys_are_forgotten_only_when_asked_and_unused(inquiries, ring_file, capsys):
    rotate(capsys)
    rotate(capsys)
    assert ids_in(ring_file.read_text()) == ["k3", "k2", "k1"]

    said, problem = rotate(capsys, "--forget-old")

    assert problem == ""
    assert "Forgotten: k1, k2." in said
    assert "Copies of the database that were made earlier cannot be read any more" in said
    assert ids_in(ring_file.read_text()) == ["k3"]
    assert {i.name for i in Inquiry.objects.all()} == {"Sam", "Alex", "Kim"}
    assert Event.objects.filter(action="keys forgotten", actor="site").count() == 1
    # The name of a forgotten key is never given to another one.
    rotate(capsys)
    assert ids_in(ring_file.read_text()) == ["k4", "k3"]

    rotate(capsys, "--forget-old")
    said, problem = rotate(capsys, "--forget-old")
    assert "There is no old key" in said
    assert problem == ""


def test_keys_in_the_environment_are_changed_by_hand(inquiries, in_environment, capsys):
    in_environment(K1)
    _, problem = rotate(capsys)
    assert "put a new key" in problem
    assert "restart every process" in problem
    assert "\n" not in problem
    assert all(keys_of(inquiry) == {"k1"} for inquiry in inquiries)

    in_environment(f"{K2},{K1}")
    said, problem = rotate(capsys)
    assert problem == ""
    assert "Sealed with k2: 3." in said
    assert all(keys_of(inquiry) == {"k2"} for inquiry in inquiries)

    said, problem = rotate(capsys)
    assert "Everything is sealed with k2 already." in said
    assert problem == ""
    _, problem = rotate(capsys, "--forget-old")
    assert "take k1 out" in problem
    in_environment(K2)
    assert {i.name for i in Inquiry.objects.all()} == {"Sam", "Alex", "Kim"}


def test_a_key_is_printed_only_when_asked_for(inquiries, ring_file, capsys):
    said, problem = rotate(capsys, "--new-key")

    assert problem == ""
    assert ids_in(said) == ["k2"]
    assert ring_file.read_text().strip() == K1
    assert all(keys_of(inquiry) == {"k1"} for inquiry in inquiries)


def test_a_file_that_cannot_be_replaced_says_what_to_do(inquiries, ring_file, capsys, monkeypatch):
    def read_only(path, value):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(rotate_keys, "replace_secret", read_only)

    _, problem = rotate(capsys)

    assert "Read-only file system" in problem
    assert "--new-key" in problem
    assert all(keys_of(inquiry) == {"k1"} for inquiry in inquiries)


def test_a_second_run_beside_the_first_does_nothing(inquiries, ring_file, capsys, monkeypatch):
    monkeypatch.setattr(rotate_keys, "_LOCK_SECONDS", 0)
    with (ring_file.parent / "rotate_keys.lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        _, problem = rotate(capsys)

    assert "running already" in problem
    assert ring_file.read_text().strip() == K1
