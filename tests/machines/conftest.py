import pytest

from practice.content import covers


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """Where the drawings lie: the same texts again have the same ones, and need no second drawing."""
    return tmp_path_factory.mktemp("drawn")


@pytest.fixture
def written(privacy, write, settings, drawn):
    """A site with a text of each kind, some with everything that may be filled in and some with nothing."""
    settings.DATA_DIR = drawn
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
