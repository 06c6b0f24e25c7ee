"""Sites that can be broken, mail servers that break, and the ledger both are settled in."""

import pytest

from tests import copies
from tests.faults.ledger import Ledger
from tests.faults.mail_server import MailServer


@pytest.fixture(scope="session")
def ledger():
    return Ledger()


@pytest.fixture(scope="session")
def make_site(tmp_path_factory):
    """`make_site(mail_port, OUTBOX="off")`: a site of its own, with two web processes, not started yet."""

    def make(mail_port=None, **environment):
        return copies.make(
            tmp_path_factory.mktemp("site"), mail_port, **{"WEB_WORKERS": "2", **environment}
        )

    return make


@pytest.fixture(scope="module")
def start_site(make_site):
    """The same, running, and ended after the module."""
    started = []

    def start(mail_port=None, **environment):
        site = make_site(mail_port, **environment)
        started.append(site)
        return site.start()

    yield start
    for site in started:
        site.close()


@pytest.fixture(scope="module")
def start_mail():
    """`start_mail(fault)`: a mail server that can misbehave, ended after the module."""
    started = []

    def start(fault=None):
        started.append(MailServer(fault=fault))
        return started[-1]

    yield start
    for server in started:
        server.close()
