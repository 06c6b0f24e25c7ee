"""The index on PostgreSQL: full text in English; titles and marks also as they stand, small words too."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from practice.content.search.shape import MOST, Asked, Hit, Row

# Without the list of what is not yet in order: while it is long, every search reads every text.
_MAKE = """
CREATE TABLE content_search (
    entry_id bigint PRIMARY KEY, title tsvector NOT NULL, head tsvector NOT NULL, whole tsvector NOT NULL);
CREATE INDEX content_search_title ON content_search USING gin (title) WITH (fastupdate = off);
CREATE INDEX content_search_head ON content_search USING gin (head) WITH (fastupdate = off);
CREATE INDEX content_search_whole ON content_search USING gin (whole) WITH (fastupdate = off);
"""
_PUT = """
WITH said AS (
    SELECT %s::bigint AS pk,
        setweight(to_tsvector('english', %s::text) || to_tsvector('simple', %s::text), 'A') AS title,
        setweight(to_tsvector('english', %s::text) || to_tsvector('simple', %s::text), 'B') AS marks,
        setweight(to_tsvector('english', %s::text), 'C') AS description,
        setweight(to_tsvector('english', %s::text), 'D') AS body)
INSERT INTO content_search
SELECT pk, title, title || marks, title || marks || description || body FROM said
ON CONFLICT (entry_id) DO UPDATE
SET title = excluded.title, head = excluded.head, whole = excluded.whole
"""
_ASKED = "(to_tsquery('english'::regconfig, %s::text) || to_tsquery('simple'::regconfig, %s::text))"
# As on SQLite: of each tier as many as are shown, and only those are ranked.
_TIER = """
SELECT pk, {tier}, publish_at, -ts_rank('{{0.05, 0.3, 0.6, 1.0}}'::real[], whole, {asked}, 1) FROM (
    SELECT entry.id AS pk, entry.publish_at, found.whole
    FROM content_search AS found JOIN content_entry AS entry ON entry.id = found.entry_id
    WHERE found.{column} @@ {asked} AND entry.status = 'public'
        AND entry.publish_at <= %s::timestamptz
    LIMIT {most}) AS few{tier}
"""
_TIERS = [
    _TIER.format(tier=tier, column=column, asked=_ASKED, most=MOST + 1)
    for tier, column in enumerate(("title", "head", "whole", "whole"))
]


def make() -> None:
    with connection.cursor() as cursor:
        for statement in _MAKE.split(";")[:-1]:
            cursor.execute(statement)


def put(rows: Sequence[Row]) -> None:
    """Store rows, in place of what was stored for the same texts."""
    values = [
        (row.pk, *(2 * (row.title,)), *(2 * (row.marks,)), row.description, row.body)
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_PUT, values)


def remove(pks: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM content_search WHERE entry_id = ANY(%s)", [list(pks)])


def hits(narrow: Asked, wide: Asked, now: Any) -> list[Hit]:
    """Public texts: by title, by title and marks, by all words, then by all that `wide` adds."""
    said, more = _expression(narrow), _expression(wide)
    asked = [said, said, said] + [more] * (more != said)  # the same twice finds nothing else
    values = [value for tier in asked for value in (tier, tier, tier, tier, now)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_TIERS[: len(asked)]), values)
        return [Hit(*row) for row in cursor.fetchall()]


def _expression(asked: Asked) -> str:
    return " & ".join(
        "(" + " | ".join(" & ".join(f"'{word}'" for word in each) for each in unit) + ")"
        for unit in asked
    )
