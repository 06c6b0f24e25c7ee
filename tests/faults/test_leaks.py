"""Sam's words lie nowhere but sealed, with every log as loud as it gets and pages that break on them.

Costs about 15 seconds on each engine, six of them for Sam to be taken for a person.
"""

import base64
import binascii
import json
import os
import quopri
import re
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tests import copies
from tests.browser import visitor
from tests.browser.test_hostile import send as send_raw
from tests.faults.disguises import WORDS, found_in, session_content
from tests.faults.loud_urls import NO_TABLE, WAYS
from tests.running_site import Mailbox

SAID = " ".join(WORDS)
ANSWERS = {
    **visitor.SAM,
    "name": SAID,
    "pronouns": WORDS[0],
    "email": f"{WORDS[0]}@mail.example",
    "times": SAID,
    "heard": SAID,
    "message": f"{SAID}\n{SAID}",
    "acknowledge": True,
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MULTIPART = {"Content-Type": f"multipart/form-data; boundary={WORDS[0]}"}
PART = f'--{WORDS[0]}\r\nContent-Disposition: form-data; name="message"; filename="{SAID}"\r\n\r\n{SAID}'


@pytest.fixture(scope="module")
def mailbox():
    box = Mailbox(first_answers=[f"451 {WORDS[0]}"])  # mail servers echo addresses
    yield box
    box.close()


@pytest.fixture(scope="module")
def temporary(tmp_path_factory):
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def site(tmp_path_factory, mailbox, temporary):
    running = copies.make(
        tmp_path_factory.mktemp("site"),
        mail_port=mailbox.port,
        DJANGO_SETTINGS_MODULE="tests.faults.loud",
        GUNICORN_CMD_ARGS="--log-level debug --access-logfile -",
        TMPDIR=str(temporary),
    )
    try:
        yield running.start()
    finally:
        running.close()


@pytest.fixture(scope="module")
def answered(site, mailbox):
    """Everything is said to the site; the status each thing was answered with."""
    form = visitor.read_form(site)
    statuses = {
        "rejected": _post(site, form, email=SAID, place=SAID, preferred=SAID, message=f"{SAID}\0"),
        "a stale form": _post(site, visitor.Form("", "", "", 0.0)),
        **_elsewhere(site),
        **{way: _break(site, way) for way in WAYS},
        "a wrong name": _sign_in(site, SAID, SAID).status,
    }
    accepted, _ = visitor.send_form(site, form, **ANSWERS)
    visitor.reference_of(site, accepted)
    deadline = time.monotonic() + 20
    while len(mailbox.attempts) < 2 and time.monotonic() < deadline:  # Dana's, and Sam's own
        time.sleep(0.05)
    return statuses | {"accepted": accepted.status} | _at_the_desk(site)


def _post(site, form, **changes):
    body = form.body({**ANSWERS, **changes})
    answer = site.ask("/consultation/", "POST", body=body, headers=form.headers)
    assert found_in(str(answer.headers)) == []
    return answer.status


def _elsewhere(site):
    query = urlencode({"q": SAID})
    headers = {
        **dict.fromkeys(("User-Agent", "Referer", "Accept-Language", "X-Forwarded-For"), WORDS[0]),
        **{"Cookie": f"csrftoken={WORDS[0]}; sessionid={WORDS[0]}", f"X-{WORDS[0]}": WORDS[0]},
    }
    asked = {
        "search": site.ask(f"/search/?{query}", headers=headers),
        "no such page": site.ask(f"/{urlencode({SAID: ''})}/?{query}", headers=headers),
        "a forged host": site.ask(f"/?{query}", headers={"Host": f"{WORDS[0]}.example"}),
        "an odd method": site.ask(f"/?{query}", WORDS[0].upper()),
        "a file": site.ask(
            "/consultation/", "POST", body=f"{PART}\r\n--{WORDS[0]}--".encode(), headers=MULTIPART
        ),
        "a broken file": site.ask("/consultation/", "POST", body=PART.encode(), headers=MULTIPART),
    }
    raw = send_raw(site, f"GET /{WORDS[0]} HTTP/1.1\r\nHost: x\r\n{WORDS[0]} : y\r\n\r\n")
    assert found_in(raw) == []
    return {name: answer.status for name, answer in asked.items()}


def _break(site, way):
    body = urlencode({"message": SAID})
    return site.ask(f"/broken/{way}/?{body}", "POST", body=body, headers=FORM).status


def _at_the_desk(site):
    """Dana signs in, sees the list and opens the request."""
    password = site.password()
    entered = _sign_in(site, "practitioner", password)
    cookies = [value.split(";")[0] for value in entered.headers.get_all("Set-Cookie")]
    signed_in = {"Cookie": "; ".join(cookies)}
    listed = site.ask("/admin/intake/inquiry/", headers=signed_in)
    address = re.search(r'href="(/admin/intake/inquiry/[^"?]+/change/)', listed.text)[1]
    opened = site.ask(address, headers=signed_in)
    assert WORDS[0] in opened.text  # what is looked for everywhere else can be read here
    return {"signed in": entered.status, "listed": listed.status, "opened": opened.status}


def _sign_in(site, name, password):
    page = site.ask("/admin/login/")
    cookie = page.headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
    body = urlencode({"csrfmiddlewaretoken": token, "username": name, "password": password})
    return site.ask("/admin/login/", "POST", body=body, headers={**FORM, "Cookie": cookie})


def _server_files(site):
    """The files of the PostgreSQL server beneath the site's rows, its write-ahead log and its own log too."""
    with psycopg.connect(site.database_url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        [folder] = connection.execute("SHOW data_directory").fetchone()
        [own] = connection.execute(
            "SELECT oid::text FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    # Passes over folders of databases that other tests drop meanwhile.
    for place, _, names in os.walk(folder):
        if Path(place).parent.name != "base" or Path(place).name == own:
            for name in names:
                with suppress(OSError):  # gone by now, or a socket
                    yield Path(place, name), Path(place, name).read_bytes()


def test_everything_was_answered_as_it_should_be(answered):
    fails = ("raised", "chained", "grouped", "asked_of_the_database")
    assert {way: answered.pop(way) for way in WAYS} == {
        way: 500 if way in fails else 200 for way in WAYS
    }
    assert answered == {
        **{"accepted": 303, "rejected": 422, "a stale form": 403},
        **{"a file": 403, "a broken file": 403, "an odd method": 403},
        **{"search": 200, "no such page": 404, "a forged host": 400},
        **{"a wrong name": 200, "signed in": 302, "listed": 200, "opened": 200},
    }


def test_no_log_line_repeats_a_word_and_each_says_where_it_broke(answered, site):
    log = site.output()
    assert found_in(log) == []
    assert NO_TABLE not in log
    assert "127.0.0.1" not in log.replace(site.url, "")  # nor who asked
    for said in (
        *("DEBUG django.db.backends", "DEBUG django.template", "WARNING django.security"),
        *("ERROR django.request", "ERROR library loud_urls", "ERROR root loud_urls"),
        "ProgrammingError at" if site.database_url else "OperationalError at",
        *("ValueError at", "RuntimeError at", "from KeyError at", "ExceptionGroup at"),
        *(
            "a thread was ended by an error nobody caught ValueError at",
            "could only be passed over",
        ),
        "WARNING practice.web.logs UserWarning at",
    ):
        assert said in log, said
    assert log.count("loud_urls.py:") > 10
    assert "Traceback" not in log


def test_no_file_or_row_holds_a_word(answered, site, temporary):
    kept = site.kept() | {str(path): path.read_bytes() for path in _files(temporary)}
    assert {place: found for place, c in kept.items() if (found := found_in(c))} == {}
    # We do look where it is kept: the reference lies there in clear.
    [(reference,)] = site.query("SELECT reference FROM intake_inquiry")
    assert any(reference.encode() in content for content in kept.values())
    sessions = site.query("SELECT session_data FROM django_session")
    assert len(sessions) == 1  # Dana's; reading and asking make none
    assert b"_auth_user_id" in session_content(sessions[0][0])
    assert found_in(session_content(sessions[0][0])) == []


def test_no_copy_of_the_database_holds_a_word(answered, site, tmp_path):
    """As its owner makes one while the site runs; of PostgreSQL every row as a dump writes it."""
    if site.database_url:
        copy = b"\n".join(site.kept()[name] for name in site.tables())
    else:
        with closing(sqlite3.connect(site.folder / "practice.sqlite3")) as connection:
            connection.execute("VACUUM INTO ?", [str(tmp_path / "copy")])
        copy = (tmp_path / "copy").read_bytes()
    [(reference,)] = site.query("SELECT reference FROM intake_inquiry")
    assert reference.encode() in copy
    assert found_in(copy) == []


def test_no_file_of_the_database_server_holds_a_word(answered, site):
    if not site.database_url:
        pytest.skip("SQLite has no server; its files lie in DATA_DIR")
    [(reference,)] = site.query("SELECT reference FROM intake_inquiry")
    seen = set()
    for path, content in _server_files(site):
        assert found_in(content) == [], path
        if reference.encode() in content:
            seen.add(path.parent.name)
    assert "pg_wal" in seen
    assert len(seen) > 1


def test_no_mail_holds_a_word_and_the_mail_servers_own_words_are_not_kept(answered, site, mailbox):
    assert {mail.recipients[0] for mail in mailbox.attempts} == {
        *("dana@practice.example", ANSWERS["email"]),
    }
    for mail in mailbox.attempts:
        to = mail.message["To"]
        assert found_in(mail.text.replace(to, "")) == []
        assert found_in(mail.raw.replace(to.encode(), b"")) == []
    assert mailbox.attempts[0].answer == f"451 {WORDS[0]}"
    assert "a practitioner mail was not taken" in site.output()


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_found_whatever_was_done_to_it(word):
    said = f"..{word}..".encode()
    for content in (said, said.upper() if word.isascii() else said, said.decode().encode("utf-16")):
        assert found_in(content) != []
    for done in (base64.b64encode, base64.urlsafe_b64encode, binascii.hexlify, quopri.encodestring):
        assert found_in(done(said)) != []
        assert found_in(done(b"." + said)) != []
    assert found_in(urlencode({"q": word})) != []
    assert found_in(json.dumps([word])) != []
    assert found_in("Thursdays, quarter past six") == []


def _files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]
