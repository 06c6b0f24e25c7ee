"""Sam looks at what was written in a year."""

from datetime import UTC, datetime

import pytest

from tests.content.seen import look

pytestmark = pytest.mark.usefixtures("practice")


def test_year_shows_its_posts_and_no_other(sam, write):
    write("In 2024", publish_at=datetime(2024, 6, 1, tzinfo=UTC))
    write("In 2025", publish_at=datetime(2025, 6, 1, tzinfo=UTC))
    write("Later in 2025", publish_at=datetime(2025, 9, 1, tzinfo=UTC))
    write("A guide", kind="guide", publish_at=datetime(2025, 6, 1, tzinfo=UTC))

    page = look(sam, "/journal/2025/")

    assert page.entries == ["Later in 2025", "In 2025"]
    assert page.headings[0] == ("h1", "2025")


def test_year_begins_at_midnight_where_the_practice_is(sam, write):
    write("Last evening", publish_at=datetime(2026, 1, 1, 7, 59, tzinfo=UTC))
    write("First minute", publish_at=datetime(2026, 1, 1, 8, 0, tzinfo=UTC))

    assert look(sam, "/journal/2025/").entries == ["Last evening"]
    assert look(sam, "/journal/2026/").entries == ["First minute"]


def test_journal_lists_the_years_there_are_newest_first(sam, write):
    write("Last evening", publish_at=datetime(2026, 1, 1, 7, 59, tzinfo=UTC))
    write("Long ago", publish_at=datetime(2019, 1, 1, 12, tzinfo=UTC))

    years = [
        words for words, _ in look(sam, "/journal/").part(".//main").links if words.isdecimal()
    ]

    assert years == ["2025", "2019"]


@pytest.mark.parametrize("year", ["2023", "0000", "9999", "202", "20255"])
def test_year_with_nothing_in_it_is_not_there(sam, write, year):
    write("In 2025", publish_at=datetime(2025, 6, 1, tzinfo=UTC))

    assert sam.get(f"/journal/{year}/").status_code == 404
