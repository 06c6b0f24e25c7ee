"""The mail server misbehaves at every step: the mail is not taken, the reason kept, nobody waits long."""

import socket
import time

import pytest

from intake import smtp
from tests.faults.mail_session import Fault
from tests.intake.sending import PASSWORD, SHORT, SLACK, message, not_taken

pytestmark = pytest.mark.engine_free

STEPS = ["connect", "EHLO", "MAIL", "RCPT", "DATA", "final dot"]


def test_a_well_server_gets_the_whole_mail_once(serve):
    server = serve()

    smtp.deliver(message())

    (taken,) = server.taken
    text = taken.raw.decode()
    assert text.endswith("\r\n\r\nFirst line\r\n.\r\n..two dots\r\nlast ’line’\r\n")
    assert server.heard[:3] == [
        "ehlo practice.example",
        "mail FROM:<website@practice.example>",
        "rcpt TO:<sam@mail.example>",
    ]
    assert "bcc" not in text.lower()


def test_asking_goes_up_to_the_recipient_and_no_further(serve):
    server = serve()

    smtp.ask()

    verbs = [line.split()[0].upper() for line in server.heard]
    assert verbs[:3] == ["EHLO", "MAIL", "RCPT"]
    assert "DATA" not in verbs
    assert server.heard[2] == "rcpt TO:<dana@practice.example>"
    assert server.taken == []


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("answer", ["451 4.7.1 sam@mail.example is busy", "554 5.7.1 go away sam@"])
def test_a_refusal_keeps_its_step_and_codes_and_no_word_of_the_server(serve, step, answer):
    server = serve(step, answer)

    problem, seconds = not_taken()

    assert str(problem) == f"{step} {answer[:9]}"
    assert (problem.step, problem.code) == (step, int(answer[:3]))
    assert problem.refused is (answer[0] == "5" and step in {"MAIL", "RCPT", "final dot"})
    assert problem.about_the_recipient is (step == "RCPT")
    assert server.taken == []
    assert seconds < 5


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("way", ["close", "drop"])
def test_a_server_that_drops_the_line_has_not_taken_the_mail(serve, step, way):
    server = serve(step, way)

    problem, seconds = not_taken()

    # A reset may come while the connection is being made; the system then says it in its own word.
    kinds = {"SMTPServerDisconnected"} | ({"ConnectionResetError"} if way == "drop" else set())
    assert str(problem) in {f"{step} {kind}" for kind in kinds}
    assert not problem.refused
    assert not problem.about_the_recipient
    assert server.taken == []
    assert seconds < 5


@pytest.mark.parametrize("step", ["connect", "EHLO", "RCPT", "final dot"])
def test_a_server_that_drips_is_left_when_the_session_is_over(serve, step):
    serve(step, "drip", within=SHORT)

    problem, seconds = not_taken()

    assert str(problem) == f"{step} took too long"
    assert SHORT * 0.9 < seconds < SHORT + SLACK


@pytest.mark.parametrize("step", ["connect", "final dot"])
def test_a_server_that_hangs_is_left_just_as_soon(serve, step):
    serve(step, "hang", within=SHORT)

    problem, seconds = not_taken()

    assert str(problem) == f"{step} took too long"
    assert seconds < SHORT + SLACK


def test_one_answer_may_take_only_so_long(serve, settings):
    serve("RCPT", "hang")
    settings.EMAIL_TIMEOUT = 0.3

    problem, seconds = not_taken()

    assert problem.step == "RCPT"
    assert seconds < 5


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "final dot"])
@pytest.mark.parametrize("answer", ["what do you want", "354 go on", "25", ""])
def test_an_answer_that_is_none_is_no_yes(serve, step, answer):
    serve(step, answer)

    problem, _ = not_taken()

    assert problem.step == step
    assert not problem.refused
    assert "want" not in str(problem)


def test_data_answered_with_a_plain_yes_gets_no_mail(serve):
    server = serve("DATA", "250 fine")

    problem, _ = not_taken()

    assert str(problem) == "DATA 250"
    assert server.taken == []


def test_a_server_that_closes_at_the_recipient_says_nothing_about_the_recipient(serve):
    serve("RCPT", "421 4.3.2 closing")

    problem, _ = not_taken()

    assert not problem.about_the_recipient
    assert not problem.refused


def test_a_server_that_asks_to_sign_in_first_says_nothing_about_the_mail(serve):
    server = serve("MAIL", "530 5.7.0 must sign in")

    problem, _ = not_taken()

    assert str(problem) == "MAIL 530 5.7.0"
    assert not problem.refused
    assert server.taken == []


@pytest.mark.parametrize("way", ["close", "drop"])
def test_a_line_dropped_right_after_the_yes_is_a_yes(serve, way):
    server = serve()
    server.fault = Fault("quit", way)

    smtp.deliver(message())

    assert len(server.taken) == 1


def test_nobody_listens(serve):
    serve().close()

    problem, seconds = not_taken()

    assert str(problem) == "connect ConnectionRefusedError"
    assert seconds < 5


def test_a_name_nobody_knows(settings, serve, monkeypatch):
    serve()

    def unknown(*args, **kwargs):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert str(not_taken()[0]) == "connect gaierror"


@pytest.fixture
def named(settings, monkeypatch):
    """The mail server's name stands for these addresses; connecting to the silent one never ends."""
    real = socket.getaddrinfo, socket.create_connection

    def found(host, port, *args, **kwargs):
        if host != "mail.example":
            return real[0](host, port, *args, **kwargs)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in addresses]

    def connect(address, timeout=None, **kwargs):
        if address[0] == "127.0.0.9":
            time.sleep(timeout)
            raise TimeoutError
        return real[1](address, timeout, **kwargs)

    def named(*ips):
        addresses[:] = ips
        settings.EMAIL_HOST = "mail.example"

    addresses: list[str] = []
    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket, "create_connection", connect)
    return named


def test_many_silent_addresses_cost_one_session_and_no_more(serve, named):
    serve(within=SHORT)
    named("127.0.0.9", "127.0.0.9", "127.0.0.9")

    problem, seconds = not_taken()

    assert problem.step == "connect"
    assert seconds < SHORT + SLACK


def test_a_silent_address_does_not_hide_one_that_answers(serve, named):
    server = serve(within=1)
    named("127.0.0.9", "127.0.0.1")

    smtp.deliver(message())

    assert len(server.taken) == 1


@pytest.mark.parametrize("answer", ["535 5.7.8 no, dana", "454 4.7.0 later", "close"])
def test_a_sign_in_that_fails_is_about_the_server(serve, settings, answer):
    server = serve("AUTH", answer, auth=True)
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "dana", PASSWORD

    problem, _ = not_taken()

    assert problem.step == "AUTH"
    assert str(problem) in {"AUTH 535 5.7.8", "AUTH 454 4.7.0", "AUTH SMTPServerDisconnected"}
    assert not problem.refused
    assert server.taken == []


def test_a_password_this_protocol_cannot_write_is_a_failed_sign_in(serve, settings):
    serve(auth=True)
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "dana", "pässwörd"

    assert str(not_taken()[0]) == "AUTH UnicodeEncodeError"


def test_an_international_domain_is_written_as_mail_servers_do(serve):
    server = serve()

    smtp.deliver(message(to=["sam@bücher.example"]))

    assert "rcpt TO:<sam@xn--bcher-kva.example>" in server.heard
