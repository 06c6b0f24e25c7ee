import pytest

from practice.content import covers


@pytest.fixture
def written(privacy, write, settings, tmp_path):
    """A site with a text of each kind, some with everything that may be filled in and some with nothing."""
    settings.DATA_DIR = tmp_path
    marks = {"tags": ["rest"], "emotions": ["calm"]}
    write("Rain", description="On wet days.", **marks)
    write("Bare & <b>bold</b>", slug="bare", days_ago=3)
    write("Breathing", kind="guide", **marks)
    write("Couples", kind="service", description="For two.")
    write("About", kind="page", body="I am Dana.")
    write("Welcome", kind="page", slug="home")
    asked = "Before.\n\n## Can I call?\n\nYes, *any* day.\n\nOr write.\n\n## Is it private?\n\nYes."
    write("Questions", kind="page", body=asked)
    covers.catch_up()
