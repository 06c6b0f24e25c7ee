import pytest

from practice.audit.log import record


@pytest.fixture
def write_lines():
    """Write that many lines: `write_lines(5)`."""

    def write_lines(count):
        return [
            record(f"line {number}", actor="dana", references=["ABCD-EFGH"], fields=["state"])
            for number in range(count)
        ]

    return write_lines
