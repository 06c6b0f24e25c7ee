"""R1: nothing acknowledged is lost, nothing is stored twice, whoever is killed."""

import os
import time

import pytest

from tests.faults.ledger import Figure, engine, not_notified, proved, settle, stored
from tests.faults.storm import MailWorkers, Storm, web_worker_or_all

pytestmark = pytest.mark.faults

SEED = 20_260_401
POSTS = int(os.environ.get("FAULTS_POSTS", "1500"))
KILLS = int(os.environ.get("FAULTS_KILLS", "200"))
RETURN_SECONDS = 60  # from the mail server's return to the last mail (R2)
ACKNOWLEDGED = 0.995


def settled(storm, server, ledger, mode):
    """The storm is over and the mail server good again: wait for the mail, then settle."""
    storm.calm()
    server.fault, back = None, time.monotonic()
    told = server.until(lambda: not not_notified(storm.site, server), RETURN_SECONDS)
    waited = time.monotonic() - back
    row = ledger.add(settle("R1 storm", mode, storm.site, storm.visitors, server))
    proof = proved(storm.site)
    share = len(storm.within_five) / len(storm.visitors)
    where, what = engine(storm.site), f"{mode}, {storm.kills} kills"
    figures = (
        ("R1", "thanked within five presses", "≥ 99.5 %", f"{share:.2%}", share >= ACKNOWLEDGED),
        ("R1", "lost, doubled", "0, 0", f"{row.lost}, {row.doubled}", not row.lost + row.doubled),
        ("R1", "reconcile adds up after it", "yes", "yes" if proof else "no", proof),
        ("R2", "all notified after it", "≤ 60 s", f"{waited:.0f} s" if told else "no", told),
    )
    for promise, name, promised, measured, kept in figures:
        ledger.figure(Figure(promise, f"{name}: {what}", promised, measured, where, kept))
    return row, share, proof


def stands(storm, row, share, proof):
    assert proof
    assert row.lost == 0
    assert row.doubled == 0
    assert sorted(stored(storm.site)) == sorted(visitor.reference for visitor in storm.visitors)
    assert row.notified == row.stored == row.posts
    assert share >= ACKNOWLEDGED


def test_nothing_is_lost_while_hundreds_of_web_processes_are_killed(start_site, start_mail, ledger):
    server = start_mail()
    server.break_a_third(SEED, ("drop", "4xx", "5xx", "hang"))
    storm = Storm(start_site(server.port), visitors=POSTS, seed=SEED)
    storm.rage(KILLS, web_worker_or_all(storm))
    assert storm.kills == KILLS
    stands(storm, *settled(storm, server, ledger, "web and master killed"))


def test_nothing_is_lost_while_the_sender_is_killed(start_site, start_mail, ledger):
    server = start_mail()
    server.break_a_third(SEED + 1, ("drop", "4xx", "5xx", "hang"))
    storm = Storm(start_site(server.port, OUTBOX="off"), visitors=POSTS // 2, seed=SEED + 1)
    workers = MailWorkers(storm.site)
    try:
        storm.rage(KILLS // 4, workers.strike)
        stands(storm, *settled(storm, server, ledger, "sender killed"))
    finally:
        workers.close()
