import shutil
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image as Drawing

from practice.content.images.changes import keep
from practice.content.images.preparing import prepare
from practice.content.marks.merging import merge
from practice.content.models import Emotion, Image, Redirect, Tag
from tests.export.helpers import ODD, begin_anew, run


@pytest.fixture
def lamp(tmp_path):
    """A photograph Dana uploaded."""
    file = tmp_path / "upload.jpg"
    Drawing.effect_noise((640, 400), 60).convert("RGB").save(file)
    with file.open("rb") as opened:
        made = prepare(opened)
    image = Image(name="lamp", alt="A lamp [lit], by a *chair*", caption='The “old” "one"')
    image.digest, image.widths = made.digest, made.widths
    image.width, image.height = made.width, made.height
    keep(image)
    return image


@pytest.fixture(scope="session")
def kept_export(tmp_path_factory):
    """Where the export of `full` lies, once it was made."""
    return tmp_path_factory.mktemp("kept") / "export"


@pytest.fixture
def out(request, kept_export, db, tmp_path):
    """The folder Dana took away from the site `full`, and a new site that knows nothing yet."""
    if not kept_export.exists():
        request.getfixturevalue("full")
        run("export_content", kept_export)
        begin_anew()
    return shutil.copytree(kept_export, tmp_path / "out")


@pytest.fixture
def full(practice, write, lamp):
    """Dana's site with one of everything, some of it odd."""
    write("Rest", tags=["rest"], emotions=["calm", "hope"], body="Lie down.\n", days_ago=20)
    odd = write(
        'A: "B" — it\'s 100 % #1', slug="a--b_c", tags=["small things"], body=ODD, sensitive=True
    )
    odd.tags.add(Tag.objects.create(name="one, two", slug="one-two", description="Two: in one"))
    Redirect.objects.create(path="/2020/old.html", entry=odd)
    odd.slug = "a--b"
    odd.save()
    write("Not yet", status="draft", body="DRAFTWORD")
    write("Soon", publish_at=timezone.now() + timedelta(days=9), body="SOONWORD", tags=["rest"])
    write("Half a guide", kind="guide", status="draft", body="HALFWORD")
    write("Home", kind="page", body="Sit down.", place="header", order=7)
    write("Keeping edges", kind="guide", emotions=["calm"], description="No:\tnot now", order=2)
    write("Évening 夜", kind="service", slug="évening-夜" * 10)
    naps = Tag.objects.create(name="naps", slug="naps")
    merge(Tag.objects.get(slug="rest"), [naps], description="Lying down, and why.")
    Emotion.objects.filter(slug="calm").update(colour="trust")
