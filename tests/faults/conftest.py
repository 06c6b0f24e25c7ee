"""Sites that can be broken, mail servers that break, and the ledger both are settled in."""

import pytest

from tests.faults.copies import Copies
from tests.faults.ledger import Ledger, is_long
from tests.faults.mail_server import MailServer
from tests.faults.processes import without_covers


@pytest.fixture(scope="session")
def ledger():
    return Ledger()


@pytest.fixture(scope="session")
def copies(tmp_path_factory):
    made = Copies(tmp_path_factory.mktemp("sites"), with_covers=is_long())
    yield made
    made.close()


@pytest.fixture(scope="module")
def start_site(copies):
    """`start_site(mail_port, OUTBOX="off")`: a running site of its own, ended after the module."""
    started = []

    def start(mail_port=None, **environment):
        site = copies.make(mail_port, **environment)
        started.append(site)
        return without_covers(site.start())

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
