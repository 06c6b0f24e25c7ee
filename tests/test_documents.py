"""What the pages for developers say of the house is there, and every room of the house is named."""

import re

import pytest

from tests import howto
from tests.test_repository import ROOT, read, tracked
from tools import journeys

pytestmark = pytest.mark.engine_free

PAGES = ("CONTRIBUTING.md", "docs/architecture.md", "docs/howto.md")
PATH = re.compile(
    r"`((?:practice|pages|journal|intake|templates|static|tests|docs|deploy|tools)/[\w./-]*)`"
)
# Parts of a room, not rooms.
PARTS = {"migrations", "templatetags", "commands", "window"}
MADE_ON_THE_WAY = {"templates/emails/bounced_subject.txt", "templates/emails/bounced.txt"}
MADE_ON_THE_WAY |= {"practice/archive/site/workshops/index.html"}


@pytest.mark.parametrize("page", PAGES)
def test_every_file_and_folder_it_names_is_there(page):
    named = set(PATH.findall(read(page))) - MADE_ON_THE_WAY

    assert len(named) > 10
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    folder = (ROOT / page).parent
    links = re.findall(r"\]\((?!https?:)([^)#]+)", read(page))

    assert links
    assert [link for link in links if not (folder / link).exists()] == []


def test_every_room_of_the_house_is_named():
    files = [path.relative_to(ROOT) for path in tracked("*.py")]
    apps = {"practice", "pages", "journal", "intake"}
    rooms = {f"{p.parent}/" for p in files if p.parts[0] in apps and not PARTS & set(p.parts)}
    single = {str(p) for p in files if p.parent.name == "practice" and p.stem != "__init__"}
    of_an_app = {"archive", "audit", "content", "desk", "web", "profile", "backups", *apps}
    told = {f"tests/{p.parts[1]}/" for p in files if p.parts[0] == "tests" and len(p.parts) > 2}
    told -= {f"tests/{name}/" for name in of_an_app}
    folders = {f"{p.relative_to(ROOT).parts[0]}/" for p in tracked() if p.parent != ROOT}

    house = read("CONTRIBUTING.md").split("## The house")[1].split("## Habits")[0]
    named = set(re.findall(r"`([\w./]+)`", house))
    # Beside its folder a file may go by its own name.
    named |= {f"practice/{name}" for name in named if name.endswith(".py")}
    unnamed = (rooms | single | told | {f for f in folders if not f.startswith(".")}) - named
    assert not unnamed, f"Say in CONTRIBUTING.md, The house, what these are: {sorted(unnamed)}"
    assert "practice/web/kept/" in rooms


def test_the_drawing_is_of_this_house():
    stops = [stop for _, stops in journeys.READER + journeys.VISITOR for stop in stops]
    files = [file for file, _ in stops if file]

    assert [file for file in files if not (ROOT / file).is_file()] == []
    assert read("docs/journeys.svg") == journeys.drawing(), "Run: python -m tools.journeys"
    assert len(set(files)) > 15
    assert "prefers-color-scheme:dark" in read("docs/journeys.svg")


def test_the_architecture_can_be_read_in_one_go():
    assert len(read("docs/architecture.md").splitlines()) <= 150


@pytest.mark.parametrize("walk", ["field", "mail", "kind"])
def test_each_step_of_the_how_to_fits_the_house_as_it_is(walk):
    steps = howto.walks()[walk]
    made = {}

    assert len(steps) > 4
    for step in steps:
        for file, before, after in step.changes:
            new = not before
            assert new is not (ROOT / file).exists(), f"{step.name}: {file}"
            text = made.get(file) or ("" if new else read(file))
            assert new or text.count(before) == 1, (
                f"docs/howto.md, “{step.name}”: {file} no longer holds this once. "
                f"Write the step anew:\n{before}"
            )
            made[file] = text.replace(before, after) if before else after


def test_the_tests_that_the_how_to_promises_are_there():
    ours = "".join(read(file) for files in howto.TESTS.values() for file in files)
    promised = set(re.findall(r"\| `(test_\w+)`", read("docs/howto.md")))

    assert len(promised) > 10
    assert [name for name in sorted(promised) if f"def {name}(" not in ours] == []
