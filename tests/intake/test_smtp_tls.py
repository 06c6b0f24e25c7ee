"""Mail, and the password above all, only goes to the server whose certificate says it is the one."""

import base64
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from intake import smtp
from tests.intake.certificate import make_certificate
from tests.intake.sending import PASSWORD, SHORT, SLACK, message, not_taken
from tests.running_site import free_port

pytestmark = pytest.mark.engine_free


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """For the name localhost; the address 127.0.0.1 is not in it."""
    return make_certificate(tmp_path_factory.mktemp("certificate"), "localhost")


@pytest.fixture
def serve_in_tls(settings, serve, certificate, monkeypatch):
    """Start a server that speaks TLS, under the name its certificate has, and wants a sign-in."""

    def serve_in_tls(*fault, trusted=True, **how):
        public, context = certificate
        server = serve(*fault, tls=context, auth=True, **how)
        settings.EMAIL_HOST = "localhost"
        settings.EMAIL_USE_SSL = how.get("implicit", False)
        settings.EMAIL_USE_TLS = not settings.EMAIL_USE_SSL
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "dana", PASSWORD
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(public))
        return server

    return serve_in_tls


def password_in(heard):
    """What AUTH PLAIN carried, of everything a server heard."""
    lines = [line.split(" ")[2] for line in heard if line.startswith("AUTH PLAIN ")]
    return [base64.b64decode(line).split(b"\0")[2].decode() for line in lines]


@pytest.mark.parametrize("implicit", [True, False])
def test_a_trusted_server_gets_password_and_mail(serve_in_tls, implicit):
    server = serve_in_tls(implicit=implicit)

    smtp.deliver(message())

    assert len(server.taken) == 1
    assert password_in(server.heard) == [PASSWORD]
    assert ("STARTTLS" in server.heard) is not implicit


@pytest.mark.parametrize("implicit", [True, False])
@pytest.mark.parametrize("wrong", ["untrusted", "name"])
def test_a_server_that_cannot_show_who_it_is_gets_nothing(serve_in_tls, settings, implicit, wrong):
    server = serve_in_tls(trusted=wrong == "name", implicit=implicit)
    if wrong == "name":
        settings.EMAIL_HOST = "127.0.0.1"

    problem, _ = not_taken()

    step = "connect" if implicit else "STARTTLS"
    assert str(problem) == f"{step} SSLCertVerificationError"
    assert not problem.refused
    assert server.heard == ([] if implicit else ["ehlo practice.example", "STARTTLS"])
    assert server.taken == []


@pytest.mark.parametrize("answer", [None, "454 4.7.0 not now", "250 fine"])
def test_without_tls_when_it_was_asked_for_nothing_is_said(serve, settings, certificate, answer):
    fault = ("STARTTLS", answer) if answer else ()
    server = serve(*fault, tls=certificate[1] if answer else None, auth=True)
    settings.EMAIL_USE_TLS = True
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "dana", PASSWORD

    problem, _ = not_taken()

    assert problem.step == "STARTTLS"
    assert not problem.refused
    assert password_in(server.heard) == []
    assert not any(line.upper().startswith("MAIL") for line in server.heard)
    assert server.taken == []


@pytest.mark.parametrize("implicit", [True, False])
def test_a_handshake_that_never_ends_is_left(serve_in_tls, implicit):
    serve_in_tls("TLS", "hang", implicit=implicit, within=SHORT)

    problem, seconds = not_taken()

    assert str(problem) == ("connect" if implicit else "STARTTLS") + " took too long"
    assert seconds < SHORT + SLACK


@pytest.mark.django_db
@pytest.mark.parametrize("safe", [True, False])
def test_the_test_mail_says_how_it_left_and_what_to_look_up(serve_in_tls, serve, settings, safe):
    server = serve_in_tls() if safe else serve()
    settings.DEFAULT_FROM_EMAIL = "The site <website@practice.example>"
    said = StringIO()

    call_command("send_test_mail", stdout=said)

    assert len(server.taken) == 1
    words = said.getvalue()
    assert "Answer       250" in words
    assert ("in TLSv1.3" in words) is safe
    assert ("in clear: set EMAIL_USE_TLS=on" in words) is not safe
    for name in ("TXT practice.example", "TXT _dmarc.practice.example", "MX practice.example"):
        assert f"dig +short {name}\n" in words
    assert PASSWORD not in words


@pytest.mark.django_db
def test_a_test_mail_that_was_refused_sends_nobody_to_the_records(serve, settings):
    serve("RCPT", "550 5.7.1 not from you")
    said = StringIO()

    with pytest.raises(CommandError, match=r"did not take it: RCPT 550 5\.7\.1\. Check"):
        call_command("send_test_mail", stdout=said)

    assert said.getvalue() == ""


def refused():
    with pytest.raises(CommandError) as problem:
        call_command("send_test_mail", stdout=StringIO())
    return str(problem.value)


@pytest.mark.django_db
def test_what_a_friend_gets_wrong_on_the_first_evening_is_said_in_words(
    serve, serve_in_tls, settings
):
    serve_in_tls("AUTH", "535 5.7.8 no", implicit=True)
    told = refused()
    assert "AUTH 535 5.7.8 (it does not know that name and password). Check" in told
    assert PASSWORD not in told

    settings.EMAIL_HOST = "127.0.0.1"
    assert "SSLCertVerificationError (its certificate is not trusted, or" in refused()

    settings.EMAIL_PORT = free_port()
    assert "connect ConnectionRefusedError (nobody answers at that port). Check" in refused()

    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, True, ""
    serve()
    assert "(it does not offer what the settings ask for, such as TLS)" in refused()
