"""The index on SQLite: FTS5. No triggers: they are dropped whenever Django makes a table anew."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from practice.content.search.shape import MOST, Asked, Hit, Row

_MAKE = """
CREATE VIRTUAL TABLE content_search USING fts5(
    title, marks, description, body, tokenize = "porter unicode61 remove_diacritics 2")
"""
# Of each tier as many as are shown, newest first, found without sorting what is not: the word that every text
# holds costs no more in ten thousand texts than in a hundred.
_TIER = """
SELECT * FROM (
    SELECT found.rowid, {tier}, entry.publish_at, bm25(content_search, 10.0, 6.0, 3.0, 1.0)
    FROM content_search AS found CROSS JOIN content_entry AS entry ON entry.id = found.rowid
    WHERE content_search MATCH %s AND entry.status = 'public' AND entry.publish_at <= %s
    ORDER BY found.rowid DESC LIMIT {most})
"""
_HITS = " UNION ALL ".join(_TIER.format(tier=tier, most=MOST + 1) for tier in range(4))


def make() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)


def put(rows: Sequence[Row]) -> None:
    """Store rows, in place of what was stored for the same texts."""
    remove(row.pk for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO content_search (rowid, title, marks, description, body) "
            "VALUES (%s, %s, %s, %s, %s)",
            [(row.pk, row.title, row.marks, row.description, row.body) for row in rows],
        )


def remove(pks: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM content_search WHERE rowid = %s", [(pk,) for pk in pks])


def hits(narrow: Asked, wide: Asked, now: Any) -> list[Hit]:
    """Public texts: by title, by title and marks, by all words, then by all that `wide` adds."""
    said, more = _expression(narrow), _expression(wide)
    tiers = (f"title : ({said})", f"{{title marks}} : ({said})", said, more)
    # The moment as Django stores it, for it is compared as text.
    moment = connection.ops.adapt_datetimefield_value(now)
    values = [value for tier in tiers for value in (tier, moment)]
    with connection.cursor() as cursor:
        cursor.execute(_HITS, values)
        return [Hit(*row) for row in cursor.fetchall()]


def _expression(asked: Asked) -> str:
    return " AND ".join(
        "(" + " OR ".join(" AND ".join(f'"{word}"' for word in each) for each in unit) + ")"
        for unit in asked
    )
