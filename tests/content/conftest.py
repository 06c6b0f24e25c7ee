from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

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


@pytest.fixture
def kim(practice):
    """Kim's browser. She edits for Dana: texts, and nothing of the inbox."""
    names = ("add_post", "change_post", "view_post", "add_page", "change_page", "view_page")
    user = get_user_model().objects.create_user("kim", "kim@practice.example", "pw", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(user)
    return client
