"""Somebody stops the site while posts are in flight (R11)."""

import http.client
import select
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

from tests.faults.visitor import BROKEN, Visitor
from tests.running_site import RunningSite


@dataclass
class Stopped:
    in_flight: int  # posts sent and not answered when the signal came
    seconds: float  # from the signal until the site was down


def stop_in_flight(site: RunningSite, visitors: list[Visitor], delay: float = 0.0) -> Stopped:
    """Send every post, then SIGTERM, then read the answers; each visitor keeps the one it got."""
    connections = []
    for visitor in visitors:
        visitor.read_form()
        connections.append(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30))
    for visitor, connection in zip(visitors, connections, strict=True):
        connection.request("POST", "/consultation/", visitor.body, visitor.headers)
    time.sleep(delay)
    answered, _, _ = select.select([one.sock for one in connections], [], [], 0)
    site.process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    with ThreadPoolExecutor(len(visitors)) as pool:
        reading = [pool.submit(_read, *pair) for pair in zip(visitors, connections, strict=True)]
        site.process.wait(30)
        seconds = time.monotonic() - began
        for one in reading:
            one.result()
    return Stopped(len(visitors) - len(answered), seconds)


def _read(visitor: Visitor, connection: http.client.HTTPConnection) -> None:
    with closing(connection):
        try:
            with connection.getresponse() as answer:
                answer.read()
                visitor.note(answer.status, answer.headers)
        except BROKEN as problem:
            visitor.statuses.append(type(problem).__name__)
