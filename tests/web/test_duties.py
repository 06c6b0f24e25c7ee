"""Dana's friend asks before strangers come: `check --deploy` refuses what is not done, and says what."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone

from practice.backups.models import Backup
from practice.profile.models import NoticeVersion, Practice
from tests.signing_in.steps import app_of, person

pytestmark = [pytest.mark.django_db, pytest.mark.engine_free]


@pytest.fixture
def prepared(practice, privacy, settings):
    """A site that is ready for strangers."""
    settings.PRODUCTION = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECRET_KEY = settings.AUDIT_KEY = (
        "abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijklmnop"
    )
    settings.SITE_URL = "https://quietroom.org"
    settings.NOTIFY_EMAIL = "Dana <dana@quietroom.org>"
    settings.DEFAULT_FROM_EMAIL = "The Quiet Room <website@quietroom.org>"
    settings.EMAIL_HOST = "mail.quietroom.org"
    Practice.objects.update(licence_number="LMFT 123456")
    dana = person()
    app_of(dana)
    return dana


def said():
    """What of our own `check --deploy` refuses for; Django's own finds faults with a test's settings."""
    try:
        call_command("check", "--deploy", "--fail-level", "ERROR", stderr=StringIO())
    except SystemCheckError as refused:
        return "\n".join(line for line in str(refused).splitlines() if "(practice." in line)
    return ""


def test_nothing_is_said_of_a_site_that_is_ready(prepared, sam):
    assert said() == ""
    assert sam.get("/readyz").content == b"ok\n"


def demo_licence(dana, settings):
    Practice.objects.update(licence_number="LMFT 000000")


def no_notice(dana, settings):
    NoticeVersion.objects.all().delete()


def notice_past_its_day(dana, settings):
    NoticeVersion.objects.update(review_by=timezone.localdate() - timedelta(days=3))


def nobodys_zone(dana, settings):
    Practice.objects.update(time_zone="UTC")


def password_alone(dana, settings):
    person("kim")


def nobody(dana, settings):
    dana.delete()


def example_left(dana, settings):
    settings.NOTIFY_EMAIL = "dana@practice.example"


def somebody_elses_sender(dana, settings):
    settings.DEFAULT_FROM_EMAIL = "dana.of.quietroom@gmail.com"


def no_mail(dana, settings):
    settings.EMAIL_HOST = ""


def in_clear(dana, settings):
    settings.SITE_URL = "http://quietroom.org"


def old_backup(dana, settings):
    Backup.objects.create(place="a", at=timezone.now() - timedelta(days=3))


SPOILED = {
    old_backup: "the newest backup is 3 days old",
    demo_licence: "still the demo's",
    no_notice: "no privacy notice is in force",
    notice_past_its_day: "past the day they were to be read again: Privacy",
    nobodys_zone: "time zone is UTC",
    password_alone: "1 of those who may come to the desk",
    nobody: "nobody can sign in yet",
    example_left: "still an example's: NOTIFY_EMAIL",
    somebody_elses_sender: "DEFAULT_FROM_EMAIL is at gmail.com",
    no_mail: "EMAIL_HOST",
    in_clear: "https://",
}


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__)
def test_what_is_not_done_is_refused_and_ready_goes_on_with_a_warning(
    prepared, settings, sam, spoil
):
    spoil(prepared, settings)

    refused = said()
    ready = sam.get("/readyz")

    words = SPOILED[spoil]
    assert words.lower() in refused.lower()
    assert refused.count("(practice.") == 1
    assert ready.status_code == 200
    assert ready.content.decode().count("warning:") == 1
    assert words in ready.content.decode()
    assert "kim" not in refused + ready.content.decode()


def test_a_key_that_can_be_guessed_is_told_to_the_owner_alone(prepared, settings, sam):
    settings.AUDIT_KEY = "a" * 60

    assert "AUDIT_KEY is too easy to guess" in said()
    assert sam.get("/readyz").content == b"ok\n"


def test_a_first_look_on_ones_own_machine_is_not_warned(prepared, settings, sam):
    settings.PRODUCTION = False
    settings.SITE_URL = "http://127.0.0.1:8000"

    assert sam.get("/readyz").content == b"ok\n"
    assert "https://" in said()
