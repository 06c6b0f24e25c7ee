"""A backup of last year's version goes onto today's: tables as they were, then brought forward."""

import json

import pytest

from tests.backups.conftest import rewritten
from tests.backups.places import machine, restored

NEW = {"first_talk", "who_reads", "young_people"}  # what profile.0005 brought


def before_0005(manifest, name, data):
    """As a site would have made it that had not seen profile.0005."""
    if name == "keys/keys.json":
        manifest["migrations"]["profile"].remove("0005_phrases")
        fields = manifest["tables"]["profile.practice"]
        manifest["tables"]["profile.practice"] = [each for each in fields if each not in NEW]
    if name.startswith("tables/profile.practice/"):
        row = {key: value for key, value in json.loads(data).items() if key not in NEW}
        return json.dumps(row).encode() + b"\n"
    return data


@pytest.mark.django_db(transaction=True)
def test_a_backup_of_an_older_version_is_brought_forward(site_full, backup, key, tmp_path):
    file = rewritten(backup(), key, before_0005)
    site = machine(tmp_path / "new")
    try:
        said = restored(site, file, key)

        assert "Everything adds up" in said
        rows = site.query("SELECT practitioner, first_talk FROM profile_practice")
        assert [tuple(row) for row in rows] == [("Dana Whitfield", "twenty minutes, free")]
        assert site.query("SELECT count(*) FROM intake_inquiry")[0][0] == 8
    finally:
        site.close()
