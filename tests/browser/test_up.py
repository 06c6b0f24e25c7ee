"""`manage.py up`: the owner's one command, the first time, again, twice at once, and when it cannot."""

import re
import socket

import pytest

from tests import copies
from tests.backups.places import on_postgresql
from tests.browser import visitor
from tests.browser.addresses import address
from tests.faults.processes import without_covers
from tests.running_site import RunningSite, free_port

EDIT = """
from journal.models import Post
post = Post.objects.get(slug="the-second-cup")
post.title, post.body = "The third cup", post.body + "\\n\\nAdded by Dana."
post.save()
"""


@pytest.fixture
def own_site(tmp_path):
    """A site of one's own, not started yet."""
    running = RunningSite(tmp_path / "var")
    running.folder.mkdir()
    yield running
    running.close()


def passwords(output):
    return re.findall(r"^Password +(\S+)", output, re.MULTILINE)


@pytest.fixture
def started_once(tmp_path):
    """A site that was started, and stopped; `said` is what that start printed."""
    running = copies.make(tmp_path / "var")
    yield running
    running.close()


def password_told_in(said):
    """The password among what a first start said, and the rest of what it tells."""
    assert re.search(r"^Read at +http://127\.0\.0\.1:\d+/$", said, re.MULTILINE)
    assert re.search(r"http://127\.0\.0\.1:\d+/admin/$", said, re.MULTILINE)
    assert re.search(r"^Sign in as +practitioner$", said, re.MULTILINE)
    [password] = passwords(said)
    assert len(password) >= 16
    # Browsers keep no passkey for a number, so the link names the machine.
    assert re.search(r"http://localhost:\d+/admin/welcome/", said)
    return password


def start_again(site):
    """Stop and start it."""
    assert site.stop() == 0  # not killed, as it would be after 15 seconds
    with pytest.raises(ConnectionRefusedError):
        site.ask("/healthz")

    site.start()


def test_a_later_start_loses_nothing_doubles_nothing_and_tells_no_password(started_once):
    site, password = started_once, password_told_in(started_once.said)
    site.start()
    sent, _ = visitor.send_form(site, visitor.read_form(site), hurry=True)
    reference = visitor.reference_of(site, sent)
    edited = site.manage("shell", "-c", EDIT)
    assert edited.returncode == 0, edited.stderr
    before = site.tables()
    assert before["content_entry"] > 10
    assert before["intake_inquiry"] == 1

    start_again(site)

    said_again = site.output()
    assert f"{site.url}/admin/\n" in said_again
    assert passwords(said_again) == []
    assert "/admin/welcome/" not in said_again
    assert password not in said_again
    assert "demo content" not in said_again
    assert site.tables() == before
    assert site.query("SELECT reference FROM intake_inquiry") == [(reference,)]
    post = site.ask("/journal/the-second-cup/").text
    assert "The third cup" in post
    assert "Added by Dana." in post
    # What was thanked for can still be looked at, and opens with the same keys.
    assert site.ask(sent.headers["Location"]).status == 200


def test_two_starts_at_once_on_one_new_folder_both_come_up(own_site, tmp_path):
    other = own_site.beside()
    started_alone = copies.make(tmp_path / "alone")
    try:
        own_site.launch()
        other.launch()
        without_covers(own_site.wait_until_up())
        without_covers(other.wait_until_up())
        assert own_site.ask("/").status == other.ask("/").status == 200
        content = re.compile("content_|profile_|pages_|journal_|auth_user$|django_migrations")
        alone = {name: rows for name, rows in started_alone.tables().items() if content.match(name)}
        both = {name: rows for name, rows in own_site.tables().items() if content.match(name)}
        assert both == alone
        assert both["content_entry"] > 10
        assert len(passwords(own_site.output() + other.output())) == 1
        # One key ring: what one of them takes, the other can open.
        form = visitor.read_form(own_site)
        sent, _ = visitor.send_form(other, form, hurry=True)
        assert visitor.reference_of(own_site, sent)
    finally:
        assert other.stop() == 0
        started_alone.close()


@pytest.mark.engine_free
def test_secrets_can_be_read_by_their_owner_only(site):
    secrets = {site.folder / name for name in ("secret_key", "inquiry_keys", "audit_key")}
    values = [path.read_text().strip() for path in secrets]
    assert all(len(value) >= 40 for value in values)
    holding = {
        path
        for path in site.folder.rglob("*")
        if path.is_file() and any(value.encode() in path.read_bytes() for value in values)
    }
    assert holding == secrets
    for path in secrets:
        assert f"{path.stat().st_mode & 0o777:o}" == "600", path.name


def refused(site, **environment):
    """The one line `up` leaves on standard error when it cannot start."""
    result = site.manage("up", **environment)
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert result.stdout == ""
    [line] = result.stderr.strip().splitlines()
    return line


@pytest.mark.engine_free
def test_a_taken_port_is_named(own_site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", own_site.port))
        taken.listen()
        line = refused(own_site)
    assert str(own_site.port) in line
    assert "PORT" in line
    # Nothing was begun.
    assert not (own_site.folder / "mail").exists()


@pytest.mark.engine_free
def test_a_folder_that_cannot_be_written_is_named(own_site, tmp_path):
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("not a folder")
    line = refused(own_site, DATA_DIR=str(in_the_way / "var"))
    assert "DATA_DIR" in line
    assert str(in_the_way / "var") in line
    assert in_the_way.read_text() == "not a folder"


@pytest.mark.engine_free
@pytest.mark.parametrize(
    "url", ["practice.sqlite3", "postgres://dana:hush-hush@127.0.0.1:nonsense/practice"]
)
def test_a_database_address_that_makes_no_sense_is_named(own_site, url):
    line = refused(own_site, DATABASE_URL=url)
    assert "DATABASE_URL" in line
    assert "hush-hush" not in line


@pytest.mark.engine_free
def test_a_database_that_does_not_answer_is_named(own_site):
    port = free_port()
    line = refused(own_site, DATABASE_URL=f"postgres://dana:hush-hush@127.0.0.1:{port}/practice")
    assert "DATABASE_URL" in line
    assert "practice" in line
    assert "hush-hush" not in line


@pytest.mark.skipif(not on_postgresql(), reason="SQLite comes with Python")
def test_a_postgresql_that_is_too_old_is_named(own_site, tmp_path):
    # What the server says of itself, in every process of this site.
    (tmp_path / "sitecustomize.py").write_text(
        "import psycopg\npsycopg.ConnectionInfo.server_version = property(lambda self: 130014)\n"
    )
    line = refused(own_site, PYTHONPATH=str(tmp_path))
    assert "PostgreSQL 14 or later is required (found 13.14)." in line
    assert "Nothing was changed" in line
    assert own_site.tables() == {}
    checked = own_site.manage("check", "--deploy", PYTHONPATH=str(tmp_path)).stderr
    assert "PostgreSQL 14 or later is required (found 13.14)." in checked
    assert "does not answer" not in checked


# DESIGN §3, as far as no token or word is needed.
PROMISED = [
    *("/", "/about/", "/services/", "a service", "/guides/", "a guide", "/fees/", "/privacy/"),
    *("/accessibility/", "a notice", "/emotions/", "an emotion", "/help-now/", "/consultation/"),
    *("/journal/", "a post", "a tag", "a year", "/journal/feed/", "/search/?q=", "/search/?q=tea"),
    *("/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/admin/", "/healthz", "/readyz"),
]


@pytest.mark.parametrize("name", PROMISED)
def test_every_promised_address_answers(site, name):
    path = address(site, name)
    for _ in range(3):
        answer = site.ask(path)
        if answer.status not in {301, 302}:
            break
        path = answer.headers["Location"]
    assert answer.status == 200
    assert answer.body


@pytest.mark.engine_free
def test_tags_and_emotions_have_feeds_of_their_own(site):
    for name in ("a tag", "an emotion"):
        feed = site.ask(f"{address(site, name)}feed/")
        assert feed.status == 200
        assert feed.headers["Content-Type"].startswith("application/atom+xml")
