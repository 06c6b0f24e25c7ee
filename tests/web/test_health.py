"""Whether the process is up, and whether it can do its work."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from intake.models import Notification


@pytest.mark.django_db
def test_ready_says_so(sam):
    assert sam.get("/readyz").content == b"ok\n"


@pytest.mark.django_db
def test_mail_that_waits_long_is_a_warning_and_no_failure(sam, answers):
    sam.post("/consultation/", answers)
    assert sam.get("/readyz").content == b"ok\n"
    Notification.objects.update(created_at=timezone.now() - timedelta(minutes=20))

    response = sam.get("/readyz")

    assert response.status_code == 200
    assert "warning: mail has been waiting for 20 minutes" in response.content.decode()


def test_healthz_needs_no_database(client):
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_a_silent_database_is_not_ready(sam, monkeypatch):
    def silent(*args):
        raise DatabaseError("no route to 10.0.0.1, password=hunter2")

    monkeypatch.setattr("practice.web.health.MigrationExecutor", silent)

    response = sam.get("/readyz")

    assert response.status_code == 503
    assert "hunter2" not in response.content.decode()


@pytest.mark.django_db
def test_a_made_up_practice_in_production_is_a_warning(sam, practice, settings):
    assert b"demo" not in sam.get("/readyz").content

    settings.PRODUCTION = True

    response = sam.get("/readyz")
    assert response.status_code == 200
    assert "still the demo" in response.content.decode()
