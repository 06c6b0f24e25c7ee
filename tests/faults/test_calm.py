"""R3 and R10: with no fault, and with a mail server that hangs."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.ledger import NOTIFIED, Figure, engine, not_notified, settle
from tests.faults.mail_session import Fault
from tests.faults.timing import busy, out_of_order, percentile
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.faults

CALM_POSTS = 200
HANGING_POSTS = 300
A_SECOND = 8  # how many visitors press within a second


def one_after_another(visitors):
    """Two of them at a time, evenly over time, each form read beforehand."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Visitor.read_form, visitors))
    began, sent = time.monotonic(), []
    with ThreadPoolExecutor(4) as pool:
        for place, visitor in enumerate(visitors):
            time.sleep(max(0.0, began + place / A_SECOND - time.monotonic()))
            sent.append(pool.submit(visitor.send))
    for one in sent:
        one.result()


def times_between(visitors, server):
    """Of each visitor: when she clicked, and when the mail about her was accepted."""
    accepted = {}
    for mail in server.to(NOTIFIED):
        accepted.update(dict.fromkeys(mail.references, mail.at))
    return [(one.clicked, accepted[one.reference]) for one in visitors]


def test_with_no_fault_each_mail_comes_once_in_order_and_soon(start_site, start_mail, ledger):
    server = start_mail()
    site = start_site(server.port)
    visitors = [Visitor(site, n, wants_mail=n % 2 == 0) for n in range(1, CALM_POSTS + 1)]
    one_after_another(visitors)
    wishes = [one for one in visitors if one.wants_mail]
    server.until(
        lambda: not not_notified(site, server) and len(server.taken) >= 200 + len(wishes), 30
    )
    time.sleep(3)  # a copy too many would come now

    row = ledger.add(settle("R3 no fault", "none", site, visitors, server))
    assert (row.acknowledged, row.stored, row.notified) == (CALM_POSTS,) * 3
    assert (row.lost, row.doubled, row.repeats) == (0, 0, 0)
    assert all(len(server.to(one.email)) == one.wants_mail for one in visitors)
    assert len(server.to(NOTIFIED)) == CALM_POSTS

    pairs = times_between(visitors, server)
    waits = [at - clicked for clicked, at in pairs]
    median, p99 = percentile(waits, 0.5), percentile(waits, 0.99)
    overtaken = out_of_order(pairs)
    assert ledger.promise(
        "R3",
        engine(site),
        ("exactly one notification", "200 of 200", f"{row.notified} of {row.stored}", True),
        ("one mail to each who asked", "all", f"{len(wishes)} of {len(wishes)}", True),
        ("median, click to mail accepted", "≤ 1 s", f"{median:.2f} s", median <= 1),
        ("p99, click to mail accepted", "≤ 5 s", f"{p99:.2f} s{busy()}", p99 <= 5),
        ("order kept within", "1 s", f"{overtaken:.2f} s", overtaken <= 1),
    )


def test_a_hanging_mail_server_slows_nobody(start_site, start_mail, ledger):
    server = start_mail(Fault("dot", "hang"))
    site = start_site(server.port)
    visitors = [Visitor(site, number) for number in range(1, HANGING_POSTS + 1)]
    one_after_another(visitors)
    assert all(one.presses == 1 and one.reference for one in visitors)
    assert server.taken == []

    p99 = percentile([one.seconds for one in visitors], 0.99)
    what = f"p99 of {HANGING_POSTS} posts, click to thank-you, mail hanging"
    figure = Figure(
        "R10", what, "≤ 300 ms", f"{p99 * 1000:.0f} ms{busy()}", engine(site), p99 <= 0.3
    )
    row = ledger.add(settle("R10 mail hangs", "hang at dot", site, visitors, server))
    assert row.lost + row.doubled == 0
    assert ledger.figure(figure)
