import pytest

from practice.audit.log import record


@pytest.fixture
def kept_outside(settings, tmp_path):
    """The folder outside the database, fresh; the note of the log's end lies in it."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def write_lines():
    """Write that many lines: `write_lines(5)`."""

    def write_lines(count):
        return [
            record(f"line {number}", actor="dana", references=["ABCD-EFGH"], fields=["state"])
            for number in range(count)
        ]

    return write_lines
