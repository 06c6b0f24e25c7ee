"""Texts that were written before go through every step, there and back."""

from uuid import NAMESPACE_URL, uuid5

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from practice.content.models import Emotion, Entry
from practice.content.search.finding import find

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("kept_outside"),
]


def migrate(name):
    """As the command does it; the texts as they are then."""
    call_command("migrate", "content", name, verbosity=0)
    state = MigrationExecutor(connection).loader.project_state([("content", name)])
    return state.apps.get_model("content", "Entry").objects


@pytest.fixture
def newest():
    [name] = [key[1] for key in MigrationExecutor(connection).loader.graph.leaf_nodes("content")]
    yield name
    migrate(name)


def words_of(old):
    return set(old.values_list("kind", "slug", "title", "body", "plain", "status"))


def test_words_stay_and_search_finds_them_again(newest, write):
    write("Kettle", body="It *sings*.", emotions=["calm"])
    write("Doorway", kind="guide", body="Stand there.", emotions=["hope", "calm"])
    write("Attic", status="draft", body="Nobody yet.")
    now = words_of(Entry.objects)

    old = migrate("0008_cover_drawn_from")

    assert words_of(old) == now
    assert not hasattr(old.first(), "felt")
    tables = connection.introspection.table_names()
    assert not [name for name in tables if name.startswith("content_search")]

    migrate(newest)

    assert words_of(Entry.objects) == now
    kettle, doorway = Entry.objects.get(slug="kettle"), Entry.objects.get(slug="doorway")
    assert (kettle.felt, doorway.felt) == ("calm", "calm\nhope")
    assert Emotion.objects.get(slug="calm").entries.count() == 2
    assert find("sing").pks == [kettle.pk]
    assert find("standing").pks == [doorway.pk]
    assert find("attic").pks == []


def test_what_feed_readers_know_a_text_by_stays(newest, write):
    posts = [write("Kettle"), write("Doorway")]
    migrate("0011_generation")

    migrate(newest)

    for post in posts:
        known = uuid5(NAMESPACE_URL, f"entry {post.pk} of {post.created.isoformat()}")
        assert Entry.objects.get(pk=post.pk).lasting_id == known
