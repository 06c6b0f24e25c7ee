"""R12: the site after very many requests is the site it was after a few."""

import http.client
import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.faults.ledger import Figure, engine
from tests.faults.processes import open_files, proportional_memory, web_workers
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.faults

SOAK = int(os.environ.get("SOAK", "20000"))
AT_ONCE = 6
ALL_THREADS = 40  # readers at once, more than the two web processes have threads
A_CONNECTION = 50  # requests before a browser would come back with a new connection
PATHS = (
    *("/", "/journal/", "/journal/the-second-cup/", "/consultation/", "/emotions/", "/fees/"),
    *("/search/?q=tea", "/journal/feed/", "/sitemap.xml", "/not-here/", "/healthz", "/readyz"),
)


def read(site, requests):
    """One reader's share; how often each status came."""
    seen = Counter()
    for start in range(0, requests, A_CONNECTION):
        with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)) as connection:
            for number in range(start, min(start + A_CONNECTION, requests)):
                connection.request("GET", PATHS[number % len(PATHS)])
                with connection.getresponse() as response:
                    response.read()
                    seen[response.status] += 1
    return seen


def readers(site, requests, at_once=AT_ONCE):
    with ThreadPoolExecutor(at_once) as pool:
        shares = pool.map(lambda _: read(site, requests // at_once), range(at_once))
        return sum(shares, Counter())


def at_rest(site):
    """Memory and open files, once the last connections are closed."""
    time.sleep(7)  # longer than gunicorn's keep-alive
    pids = web_workers(site)
    return pids, proportional_memory(pids), open_files(pids)


def warmed_up(site):
    """At rest, once every thread has read, written and opened its connection to the database.

    Which thread takes a request is chance: rounds go on until two bring no file more than the most
    seen so far. That most is what is compared with: at rest the number goes up and down by a connection.
    """
    most, quiet, number = 0, 0, 1000
    while quiet < 2:
        readers(site, 2000, ALL_THREADS)
        for _ in range(50):
            number += 1
            Visitor(site, number).read_form().send()
        pids, memory, files = at_rest(site)
        quiet = 0 if files > most else quiet + 1
        most = max(most, files)
        assert number < 1500, f"open files go on growing: {most}"
    return pids, memory, most


def test_very_many_requests_leave_no_trace(start_site, start_mail, ledger):
    server = start_mail()
    site = start_site(server.port)
    pids, before, files_before = warmed_up(site)
    seen = readers(site, SOAK)
    visitors = [Visitor(site, number).read_form().send() for number in range(1, 51)]
    pids_after, after, files_after = at_rest(site)

    growth = after / before - 1
    broken = sum(count for status, count in seen.items() if status >= 500)
    where, many = engine(site), f"{sum(seen.values()):,} requests"
    figures = (
        ("memory growth", "< 10 %", f"{growth:+.1%} of {before / 1024:.0f} MiB", growth < 0.1),
        ("answers 5xx", "0", str(broken), not broken),
        ("open files", "constant", f"{files_before} → {files_after}", files_after <= files_before),
    )
    kept = [
        ledger.figure(Figure("R12", f"{what}, {many}", promised, measured, where, good))
        for what, promised, measured, good in figures
    ]
    assert pids_after == pids  # the same processes, none was replaced
    assert all(one.reference for one in visitors)
    assert seen[200] > 0.8 * sum(seen.values())
    assert all(kept)
