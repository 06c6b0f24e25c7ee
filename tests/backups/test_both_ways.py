"""Every migration of ours, back and forward again, with a year of Dana's practice in the tables.

Between one step and the next a row keeps what it says in every column that is there before and after, but
where a migration is there to change it.
"""

from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from benchmarks.upgrading import FIRST_MIGRATIONS
from intake.models import Inquiry, Notification
from practice.audit import chain
from practice.backups.tables import left_out
from tests.backups.places import NOT_KEPT

CHOICES = {"who", "place", "modality"}
# By the last two words of each: which columns of a table it writes anew.
REWRITES = {
    "intake 0005": ("intake_inquiry", CHOICES),  # they are sealed from then on
    "intake 0006": (
        "intake_notification",
        {"state"},
    ),  # back: code that knows no held mail must not send it
    "content 0010": ("content_entry", {"felt"}),
}
# In which table it puts, or leaves out on the way back, how many rows at most.
ADDS = {
    "intake 0004": ("intake_replytemplate", 3),
    "audit 0002": ("audit_event", 1),
    "intake 0002": ("intake_notification", 1),  # the weekly mail, which is about no request
}


def ours():
    """Labels of the apps whose migrations lie in this repository."""
    return {
        config.label
        for config in apps.get_app_configs()
        if config.path.startswith(str(settings.BASE_DIR)) and ".venv" not in config.path
    }


def snapshot():
    """Every row of every table of ours: each as its values by column."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table.partition("_")[0] in ours() and table not in left_out():
                cursor.execute(f"SELECT * FROM {table}")
                names = [column[0] for column in cursor.description]
                found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def said(rows, columns):
    return Counter(repr([row[name] for name in sorted(columns)]) for row in rows)


class Steps:
    """Called by Django after each step; compares what was there with what is there."""

    def __init__(self):
        self.before = snapshot()
        self.seen = []

    def __call__(self, action, migration=None, fake=False):
        if action not in {"apply_success", "unapply_success"} or migration.app_label not in ours():
            return
        name = f"{migration.app_label} {migration.name[:4]}"
        self.seen.append((action.partition("_")[0], name))
        after = snapshot()
        for table in self.before.keys() & after.keys():
            self.compare(name, table, self.before[table], after[table])
        self.before = after

    def compare(self, name, table, old, new):
        columns = set(old[0]) & set(new[0]) if old and new else set()
        rewritten, which = REWRITES.get(name, ("", set()))
        if table == rewritten:
            columns -= which
        was, now = said(old, columns), said(new, columns)
        added, most = ADDS.get(name, ("", 0))
        other = ((was - now) + (now - was)).total()
        assert other <= (most if table == added else 0), f"{name} changed or lost rows of {table}"
        assert not (was - now and now - was), f"{name} changed rows of {table}"


def migrate(targets):
    """As `migrate` does it, in one go, watched."""
    steps = Steps()
    executor = MigrationExecutor(connection, steps)
    plan = executor.migration_plan(targets)
    emit_pre_migrate_signal(0, False, connection.alias, plan=plan)
    executor.migrate(targets, plan)
    if targets == MigrationExecutor(connection).loader.graph.leaf_nodes():
        emit_post_migrate_signal(0, False, connection.alias, plan=plan)
    return steps.seen


@pytest.fixture
def brought_back(transactional_db):
    yield
    call_command("migrate", verbosity=0)


def choices():
    found = Inquiry.objects.order_by("reference")
    return [(row.reference, row.who, row.place, row.modality, row.message) for row in found]


def test_each_goes_back_and_forward_and_no_row_says_anything_else(brought_back, site_full):
    held = Notification.objects.filter(state="waiting").first()
    Notification.objects.filter(pk=held.pk).update(state="held")
    wanted, there = choices(), snapshot()
    assert {table for table, rows in there.items() if not rows} <= NOT_KEPT
    graph = MigrationExecutor(connection).loader.graph
    first = [(app, "0001_initial") for app in FIRST_MIGRATIONS]
    later = [(app, None) for app in sorted(ours() & graph_apps(graph) - set(FIRST_MIGRATIONS))]

    back = migrate([*first, *later])

    plain = {row["reference"]: row for row in snapshot()["intake_inquiry"]}
    assert [(ref, *(plain[ref][name] for name in ("who", "place", "modality")))
            for ref in sorted(plain)] == [row[:4] for row in wanted]  # fmt: skip
    forward = migrate(graph.leaf_nodes())

    every = {key for key in graph.nodes if key[0] in ours()} - set(first)
    assert Counter(name for _, name in back) == Counter(f"{app} {name[:4]}" for app, name in every)
    assert sorted(name for _, name in back) == sorted(name for _, name in forward)
    assert choices() == wanted
    assert chain.verify() == []
    assert Notification.objects.get(pk=held.pk).state == "failed"
    about = [row["message_id"] for row in there["intake_notification"] if row["inquiry_id"]]
    assert sorted(Notification.objects.values_list("message_id", flat=True)) == sorted(about)
    felt = {row["slug"]: row["felt"] for row in there["content_entry"]}
    assert felt == {row["slug"]: row["felt"] for row in snapshot()["content_entry"]}
    assert "calm" in "".join(felt.values())


def graph_apps(graph):
    return {app for app, _ in graph.nodes}
