"""A site whose keys lie in a file or in the environment, with three requests in its inbox."""

import pytest

from intake import actions
from intake.models import Inquiry
from practice.management.commands import rotate_keys
from tests.keys.rings import K1


@pytest.fixture
def ring_file(tmp_path, settings, monkeypatch):
    """The site as on a first look: its one key in a file."""
    path = tmp_path / "inquiry_keys"
    path.write_text(K1 + "\n")
    path.chmod(0o600)
    settings.INQUIRY_KEYS_PATH = path
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(rotate_keys, "SETTLE_SECONDS", 0.0)
    return path


@pytest.fixture
def in_environment(settings):
    """`in_environment("k2:…,k1:…")`: the ring as a setting, in no file."""

    def keep(ring):
        settings.INQUIRY_KEYS_PATH = None
        settings.INQUIRY_KEYS = ring

    return keep


@pytest.fixture
def inquiries(sam, answers, ring_file):
    """Three requests; Dana wrote a note about the first."""
    for name in ("Sam", "Alex", "Kim"):
        sam.post("/consultation/", {**answers, "name": name, "opened": ""})
    found = list(Inquiry.objects.order_by("received_at"))
    actions.update(inquiry=found[0], by="dana", notes="call on Monday")
    return found
