"""What a person sees while the database is away. The real outages are in tests/faults/test_down.py."""

from contextlib import contextmanager
from urllib.parse import parse_qs, urlencode

import pytest
from django.db import OperationalError, connection
from django.test import Client

from intake.models import Inquiry
from practice.profile import kept
from tests.faults.pages import form_on

WORDS = {
    "name": "Sam of the long evening",
    "pronouns": "ze/hir",
    "phone": "call me",  # a fault that can wait
    "voicemail": "on",
    "times": "Tuesdays",
    "heard": "from Ottoline",
    "message": "Two lines\nof <b>mine</b> & more",
}


@pytest.fixture(autouse=True)
def kept_profile(practice, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    kept.keep()


@pytest.fixture
def visitor():
    """Sam's browser as it is: with the token checked, and shown whatever the site answers."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@contextmanager
def down(asked=None):
    """Every statement fails; `asked` takes them in."""

    def fail(execute, sql, *rest):
        if asked is not None:
            asked.append(sql)
        raise OperationalError("no route to 10.0.0.1, password=hunter2")

    with connection.execute_wrapper(fail):
        yield


def text_of(response):
    return response.content.decode()


def test_the_form_comes_back_with_every_word_and_a_way_to_call(visitor, answers, capfd):
    visitor.get("/consultation/")
    with down():
        response = visitor.post("/consultation/", {**answers, **WORDS})

    page = text_of(response)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert response["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    sent = {**answers, **WORDS}
    assert {name: form_on(page).get(name) for name in sent} == sent
    assert "<title>Not stored yet: " in page
    assert page.count("autofocus") == 1
    assert "small thing" not in page
    assert "aria-invalid" not in page
    for contact in ("tel:4155550199", "mailto:dana@quietroom.example", "tel:988", "tel:911"):
        assert contact in page
    assert "hunter2" not in page
    assert not [
        word for word in ("long evening", "Ottoline", "hunter2") if word in capfd.readouterr().err
    ]


def test_the_second_press_is_stored_once_and_whole(visitor, answers):
    with down():
        page = text_of(visitor.post("/consultation/", {**answers, "message": "Two\nlines"}))
        again = text_of(visitor.post("/consultation/", form_on(page)))

    response = visitor.post("/consultation/", form_on(again))

    assert response.status_code == 303
    assert Inquiry.objects.get().message == "Two\nlines"
    assert visitor.post("/consultation/", form_on(again)).status_code == 303
    assert Inquiry.objects.count() == 1


def test_over_https_too(visitor, answers):
    https = {"x-forwarded-proto": "https", "origin": "https://testserver", "host": "testserver"}
    with down():
        first = visitor.post("/consultation/", answers, headers=https)

    assert "__Host-csrftoken" in first.cookies
    second = visitor.post("/consultation/", form_on(text_of(first)), headers=https)
    assert second.status_code == 303


def test_a_fault_of_ours_also_gives_the_words_back_but_calls_itself_one(
    visitor, answers, monkeypatch
):
    def broken(**anything):
        raise KeyError("a slip in the code")

    page = visitor.get("/consultation/")
    monkeypatch.setattr("intake.views.actions.receive", broken)
    token = form_on(text_of(page))["csrfmiddlewaretoken"]
    response = visitor.post("/consultation/", {**answers, "csrfmiddlewaretoken": token})

    assert response.status_code == 500
    assert form_on(text_of(response))["message"] == answers["message"]
    assert "slip" not in text_of(response)


def test_a_form_that_is_at_fault_itself_ends_in_the_plainest_page(visitor, answers, monkeypatch):
    def broken(*anything, **more):
        raise KeyError("a slip in the code")

    monkeypatch.setattr("intake.views.ConsultationRequestForm", broken)
    monkeypatch.setattr("intake.views.kept_practice", broken)

    response = visitor.post("/consultation/", answers)

    assert response.status_code == 500
    assert "tel:988" in text_of(response)
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/consultation/", "/journal/", "/help-now/", "/nowhere/"])
def test_every_other_page_says_how_to_reach_somebody(visitor, path):
    with down():
        response = visitor.get(path)

    page = text_of(response)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "<form" not in page
    assert "<h1>" in page
    for contact in ("tel:4155550199", "mailto:dana@quietroom.example", "Call 988", "LMFT 000000"):
        assert contact in page
    assert not response.cookies


def test_without_the_kept_file_the_crisis_line_is_still_there(visitor, answers, settings):
    (settings.DATA_DIR / "profile.json").unlink()

    with down():
        pages = [text_of(visitor.get("/")), text_of(visitor.post("/consultation/", answers))]

    for page in pages:
        assert "tel:988" in page
        assert "tel:911" in page
        assert "555" not in page
        assert "Or call ." not in page


def test_a_database_that_failed_is_not_asked_again_for_the_same_page(dana):
    dana.raise_request_exception = False
    session = dana.session
    session["seen"] = "x"
    session.save()
    asked = []
    with down(asked):
        dana.post("/admin/login/", {"username": "dana", "password": "pw"})

    assert len(asked) == 1


def test_a_session_that_cannot_be_saved_is_an_outage_and_no_bad_request(dana):
    def only_reads(execute, sql, *rest):
        if sql.startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, *rest)
        raise OperationalError("database or disk is full")

    dana.raise_request_exception = False
    with connection.execute_wrapper(only_reads):
        response = dana.post("/admin/logout/")

    assert response.status_code == 503


def test_what_dana_wrote_at_her_desk_can_be_sent_again(dana, write):
    post = write("Rain")
    dana.raise_request_exception = False
    address = f"/admin/journal/post/{post.pk}/change/"
    body = "A long text.\n" * 20 + "<script>"
    sent = urlencode({"csrfmiddlewaretoken": "came-with-it", "title": "Rain", "body": body})
    with down():
        response = dana.post(address, sent, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 503
    assert form_on(text_of(response)) == {key: v[0] for key, v in parse_qs(sent).items()}
    assert "<script>" not in text_of(response).partition("<main")[2]


def test_a_password_is_not_repeated_on_the_page(visitor):
    sent = urlencode({"username": "dana", "password": "opensesame"})
    with down():
        response = visitor.post(
            "/admin/login/", sent, content_type="application/x-www-form-urlencoded"
        )

    assert response.status_code == 503
    assert "opensesame" not in text_of(response)
    assert "<form" not in text_of(response)


def test_health_checks_say_what_is_up(visitor):
    with down():
        assert visitor.get("/healthz").status_code == 200
        ready = visitor.get("/readyz")

    assert ready.status_code == 503
    assert "hunter2" not in text_of(ready)


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (b"name=" + b"x" * 4_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(1500)), "application/x-www-form-urlencoded"),
        (b"--nothing", "multipart/form-data"),
        (b"\xff\xfe=%ff&name=%00", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
    ],
)
def test_a_form_nobody_can_read_is_never_a_fault_of_ours(visitor, sent, kind):
    with down():
        response = visitor.generic("POST", "/consultation/", sent, content_type=kind)

    assert response.status_code in {400, 503}
