from datetime import UTC, datetime

import pytest
import time_machine

from practice.content.images import files

# A Wednesday, noon in Dana's San Francisco: far from any year's, month's or day's edge.
NOON = datetime(2026, 6, 10, 19, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    """The clock stands at noon; `clock.move_to()` and `clock.shift()` move it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def kept(settings, tmp_path):
    """Where pictures are kept, nothing in it yet."""
    settings.DATA_DIR = tmp_path
    return files.folder()
