"""The request form under 32 visitors, beside one committed insert of a bare Django."""

import threading
import time
from statistics import median
from urllib.parse import urlencode

from benchmarks.speed.servers import Server
from tests.faults.timing import percentile
from tests.faults.visitor import Visitor
from tests.running_site import RunningSite

VISITORS, ROUNDS, EACH = 32, 5, 8


def measure(site: RunningSite, server: Server, bare: Server) -> dict[str, float]:
    """Posts a second of both, their ratio, the form's 99th percentile in ms, and how many were lost."""
    site.port = server.port
    forms = [Visitor(site, number).read_form() for number in range(VISITORS * ROUNDS * EACH)]
    before = site.query("SELECT count(*) FROM intake_inquiry")[0][0]
    ours, theirs, waits = [], [], []
    for number in range(ROUNDS):
        share = forms[number * VISITORS * EACH : (number + 1) * VISITORS * EACH]
        site.port = server.port
        a_second, waited = _side_by_side([form.press_only for form in share])
        ours.append(a_second)
        waits += waited
        site.port = bare.port
        theirs.append(_side_by_side([_insert(site, form) for form in share])[0])
    stored = site.query("SELECT count(*) FROM intake_inquiry")[0][0] - before
    thanked = sum(bool(form.thanks) for form in forms)
    return {
        "posts": median(ours),
        "bare posts": median(theirs),
        "ratio": median(a / b for a, b in zip(ours, theirs, strict=True)),
        "p99": percentile(waits, 0.99) * 1000,
        "pressed": len(forms),
        "thanked": thanked,
        "lost": thanked - stored,
    }


def _insert(site: RunningSite, form: Visitor):  # type: ignore[no-untyped-def]
    body = urlencode({"message": form.body})
    return lambda: site.ask("/insert", "POST", body=body, headers=form.headers)


def _side_by_side(presses: list) -> tuple[float, list[float]]:  # type: ignore[type-arg]
    """So many at once until all are done: a second, and how long each waited."""
    waits, gate = [], threading.Barrier(VISITORS + 1)

    def visitor(own: list) -> None:  # type: ignore[type-arg]
        gate.wait()
        for press in own:
            begun = time.perf_counter()
            press()
            waits.append(time.perf_counter() - begun)

    threads = [
        threading.Thread(target=visitor, args=[presses[number::VISITORS]])
        for number in range(VISITORS)
    ]
    for thread in threads:
        thread.start()
    gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return len(presses) / (time.perf_counter() - begun), waits
