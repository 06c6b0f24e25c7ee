import os
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from intake import actions
from intake.key_proofs import prove_keys
from intake.models import Inquiry, Notification, ReplyTemplate
from journal.models import Post
from practice.archive import age
from practice.archive.bundle import Bundle, Part, written
from practice.audit.log import record
from practice.backups import making, recovery
from practice.content.marks.model import OldEmotion, OldTag
from practice.content.models import Emotion, Image, PreviewLink, Redirect, Revision, Tag
from practice.desk.signin.models import Passkey
from practice.evidence.models import Agreement
from practice.profile.models import DaysAway, Practice
from tests.intake.inquiries import received
from tests.signing_in import steps

SAID = "I can’t sleep. 睡不着 😔"  # what no file may hold in clear


@pytest.fixture
def key():
    """The key on Dana's sheet."""
    return age.new_key()


@pytest.fixture
def site_full(transactional_db, privacy, write, key, kept_outside):
    """Dana's site after a year: something in every table of ours. Its folder, and her recovery codes."""
    _written(write, kept_outside)
    codes = _practised()
    recovery.adopt(key)
    prove_keys()
    for number, state in enumerate(Inquiry.State.values):
        inquiry = received(f"form {number}", message=f"{SAID} {state}", acknowledge=True)
        actions.update(inquiry=inquiry, by="dana", state=state, notes=f"Called {number}. {SAID}")
    gone = received("gone", message="Please forget me.")
    actions.erase(inquiries=[gone], by="dana")
    mails = Notification.objects.order_by("pk")
    for kind, states in (
        ("practitioner", ["sent"]),
        ("acknowledgement", ["failed", "withheld", "sent"]),
    ):
        for mail, state in zip(mails.filter(kind=kind), states, strict=False):
            mails.filter(pk=mail.pk).update(state=state)
    mails.filter(state="sent").update(sent_at=timezone.now())
    actions.owe_weekly_mail()
    return kept_outside, codes


def _written(write, folder):
    rain = write("Rain", tags=["weather"], emotions=["calm"], body="It *rains*: “drip”. 雨")
    write("Fog", status="draft", tags=["weather", "autumn"], emotions=["sadness", "calm"])
    write("Anxiety", kind="guide")
    Redirect.objects.create(path="/old/rain.html", entry=rain)
    OldTag.objects.create(slug="wet", name="Wet", mark=Tag.objects.get(slug="weather"))
    now = {"author": "dana", "saved_at": timezone.now()}
    OldEmotion.objects.create(slug="low", name="Low", mark=Emotion.objects.get(slug="sadness"))
    first = Revision.objects.create(entry=rain, fields={"title": "Ra\u2028in"}, **now)
    Revision.objects.create(entry=rain, fields={"body": "x"}, base=first, **now)
    (folder / "media").mkdir()
    image = Image(name="lamp", alt="A lamp", width=60, height=40, digest="0" * 20, widths=[60])
    image.save()
    Practice.objects.update(portrait=image)
    (folder / "media" / "2024").mkdir()  # where somebody put one by hand
    for name in (f"{'0' * 20}.jpg", f"{'0' * 20}-60.avif", "2024/Meer – für später.jpg"):
        (folder / "media" / name).write_bytes(os.urandom(200_000))


def _practised():
    dana = steps.person()
    argon = Argon2PasswordHasher()  # the only one that a real site knows
    dana.password = argon.encode(steps.PASSWORD, argon.salt())
    dana.save()
    steps.app_of(dana)
    codes = steps.put_away_codes(dana)
    public = bytes(range(256))
    Passkey.objects.create(user=dana, name="Telephone", credential_id="abc", public_key=public)
    kim = steps.person("kim", role="Editor")
    PreviewLink.objects.create(
        entry=Post.objects.get(title="Fog"), key="k", made_by=kim, expires_at=timezone.now()
    )
    today = timezone.localdate()
    away = today + timedelta(days=5)
    DaysAway.objects.create(practice=Practice.objects.get(), first=today, last=away)
    Agreement.objects.create(service="host", whom="Myself", none_needed="It stands here.")
    ReplyTemplate.objects.create(name="Yes", subject="Hello", body="Dear {name}")
    LogEntry.objects.create(
        user=get_user_model().objects.get(username="dana"),
        content_type=ContentType.objects.get_for_model(Tag),
        object_repr="weather",
        action_flag=1,
    )
    record("signed in", actor="dana")
    return codes


@pytest.fixture
def backup(kept_outside, key, tmp_path_factory):
    """Make one of this site: `backup()` returns its file."""

    def backup(name="site.age"):
        file = tmp_path_factory.mktemp("stick") / name
        making.make(file, age.public_half(key))
        return file

    return backup


def rewritten(file, key, change):
    """The same backup with other parts: `change(manifest, name, data)` gives the data, or None for none."""
    with age.opened(file, key) as stream:
        bundle = Bundle(stream)
        parts = [(part.name, part.whole()) for part in bundle.parts()]
    changed = [(name, change(bundle.manifest, name, data)) for name, data in parts]
    kept = [
        Part(name, len(data), [data], bundle.rows[name])
        for name, data in changed
        if data is not None
    ]
    other = file.with_name(f"other-{file.name}")
    with other.open("wb") as out:
        age.seal(written(bundle.manifest, kept), out, age.public_half(key))
    return other
