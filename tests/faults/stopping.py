"""Somebody stops the site while posts are in flight (R11)."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor

from tests.faults.locks import inquiries_locked
from tests.faults.visitor import Visitor
from tests.running_site import RunningSite

IN_FLIGHT_SECONDS = 1.0


def stop_in_flight(site: RunningSite, visitors: list[Visitor]) -> float:
    """SIGTERM when every post has been sent and none answered; seconds until the site was down.

    Another writer has the database meanwhile, so that all of them are surely in flight.
    """
    for visitor in visitors:
        visitor.read_form()
    with ThreadPoolExecutor(len(visitors)) as pool:
        with inquiries_locked(site):
            presses = [pool.submit(visitor.press_only) for visitor in visitors]
            time.sleep(IN_FLIGHT_SECONDS)
            assert not any(press.done() for press in presses), "the posts were not in flight"
            site.process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            time.sleep(IN_FLIGHT_SECONDS)
        site.process.wait(30)
        seconds = time.monotonic() - began
        for press in presses:
            press.result()
    return seconds
