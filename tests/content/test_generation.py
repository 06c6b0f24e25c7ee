"""Whatever changes what visitors see renews one number, at its own commit; nothing else does."""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from intake.models import Inquiry
from journal.models import Post
from practice.content import generation
from practice.content.models import Emotion, Entry, Revision, Tag
from practice.content.old_addresses import Redirect
from practice.content.previews import links
from practice.profile.models import CrisisLine, NoticeVersion, Practice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post(practice):
    post = Post.objects.create(title="Rain", slug="rain", body="Words.", status="public")
    post.tags.add(Tag.objects.create(name="home", slug="home"))
    return post


def typed_into_the_shell():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE content_entry SET status = 'draft'")


CHANGES = {
    "a post": lambda: Post.objects.create(title="Sun", slug="sun", body="More."),
    "its words": lambda: Post.objects.get().save(),
    "all posts at once": lambda: Entry.objects.update(status="draft"),
    "many posts": lambda: Entry.objects.bulk_create([Entry(kind="post", title="A", slug="a")]),
    "a line in the database's shell": typed_into_the_shell,
    "a post deleted": lambda: Post.objects.get().delete(),
    "a feeling": lambda: Emotion.objects.create(name="calm", slug="calm"),
    "a tag put on": lambda: Post.objects.get().tags.create(name="rest", slug="rest"),
    "a tag taken off": lambda: Post.objects.get().tags.set([]),
    "a tag renamed": lambda: Tag.objects.update(name="house"),
    "an old address": lambda: Redirect.objects.create(path="/a", entry=Entry.objects.get()),
    "the profile": lambda: Practice.objects.update(telephone="1"),
    "a number to call": lambda: CrisisLine.objects.all().delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_each_change_of_what_visitors_see_renews_it(post, change):
    before = generation.current()

    change()

    assert generation.current() != before


def test_what_visitors_do_not_see_leaves_it(post, sam, answers, privacy, django_user_model):
    dana = django_user_model.objects.create(username="dana")
    before = generation.current()

    sam.post("/consultation/", answers)
    links.make(post, by=dana, days=7)
    Revision.objects.all().delete()
    sam.get("/journal/rain/")
    list(NoticeVersion.objects.all())

    assert Inquiry.objects.count() == 1
    assert generation.current() == before


def test_a_change_that_is_taken_back_leaves_it(post):
    before = generation.current()

    with pytest.raises(RuntimeError), transaction.atomic():
        post.save()
        raise RuntimeError

    assert generation.current() == before


def test_it_is_never_the_same_twice(post):
    seen = set()

    for minute in range(50):
        Entry.objects.update(publish_at=timezone.now() + timedelta(minutes=minute))
        seen.add(generation.current())

    assert len(seen) == 50


needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time, and no such command"
)


@contextmanager
def somebody_else():
    """A second connection to the same database."""
    other = connection.copy()
    try:
        yield other.cursor()
    finally:
        other.close()


@needs_postgresql
def test_two_that_write_the_same_texts_both_get_done(post):
    """Kim renames a tag while Dana puts it on a text: she waits for him, and nobody has to give way."""
    tag = Tag.objects.create(name="calm", slug="calm")
    saved = threading.Event()

    def kim():
        with somebody_else() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("UPDATE content_tag SET name = 'quiet' WHERE id = %s", [tag.pk])
            saved.set()
            time.sleep(0.2)  # Dana's end has come, and waits
            cursor.execute("COMMIT")

    his = threading.Thread(target=kim)
    his.start()
    saved.wait(5)
    with transaction.atomic():
        Entry.objects.update(title="Sun")
        post.tags.add(tag)
    his.join(5)

    assert {each.name for each in post.tags.all()} == {"home", "quiet"}


@needs_postgresql
@pytest.mark.parametrize(
    "typed",
    [
        "TRUNCATE profile_crisisline",
        # What pg_dump --data-only begins with.
        "SET search_path = ''; UPDATE public.content_entry SET title = 'Sun'",
    ],
)
def test_what_only_postgresql_can_renews_it_too(post, typed):
    before = generation.current()

    with somebody_else() as cursor:
        cursor.execute(typed)

    assert generation.current() != before
    assert generation.Generation.objects.count() == 1


def test_tables_made_anew_are_watched_again(post):
    call_command("migrate", "content", "0010", verbosity=0)
    call_command("migrate", "content", verbosity=0)
    before = generation.current()

    Entry.objects.update(title="Sun")

    assert generation.current() != before
