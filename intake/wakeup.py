"""How whoever commits a mail tells this process's sender."""

import threading

_bell = threading.Event()


def wake() -> None:
    """Something was committed that is to be sent."""
    _bell.set()


def forget() -> None:
    """What was told so far is about to be seen to."""
    _bell.clear()


def wait(seconds: float) -> None:
    """Until something is told, or for so long."""
    _bell.wait(seconds)
