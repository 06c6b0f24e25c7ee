"""What to read next: texts that share tags or emotions, and the rarer the shared one the nearer."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from practice.content.models import Entry
from practice.content.standing import made_once

_COLUMNS = "id kind title slug description publish_at words art felt".split()
# Of a mark that very many have, the last so many texts are looked at: with ten thousand posts a page takes as
# long as with a hundred. How near each of them is, all of its marks say.
_MOST = 30
_SOME = """
SELECT entry_id FROM (
    SELECT entry_id FROM content_entry_{mark}s WHERE {mark}_id = %s ORDER BY id DESC LIMIT {most}) AS few
"""
# Counted once for all pages until the content changes: with ten thousand posts it takes longer than the rest.
_USES = """
SELECT 'tag', tag_id, count(*) FROM content_entry_tags GROUP BY tag_id
UNION ALL SELECT 'emotion', emotion_id, count(*) FROM content_entry_emotions GROUP BY emotion_id
UNION ALL SELECT 'texts', 0, count(*) FROM content_entry
"""
# Not as a join: SQLite would go through the whole table to make a filter for some hundred rows.
_SHARED = """
SELECT entry_id, '{mark}' AS sort, {mark}_id AS mark FROM content_entry_{mark}s
WHERE entry_id IN (SELECT entry_id FROM candidates) AND {mark}_id IN ({places})
"""
# Each shared mark counts by how few texts have it: one of ten thousand that is filed under the same rare word
# is near, one of the thousand under "calm" hardly. Of two alike the title decides, never the date.
_RELATED = """
WITH candidates AS ({some}),
weights (sort, mark, weight) AS (VALUES {weights}),
shared AS ({shared}),
near AS (
    SELECT entry_id, CAST(1000000 * sum(weight) AS bigint) AS nearness
    FROM shared JOIN weights ON weights.sort = shared.sort AND weights.mark = shared.mark
    GROUP BY entry_id),
placed AS (
    SELECT entry_id, nearness,
        row_number() OVER (PARTITION BY kind ORDER BY nearness DESC, title, id) AS standing
    FROM near JOIN content_entry ON id = entry_id
    WHERE status = 'public' AND publish_at <= %s AND id <> %s)
SELECT {columns} FROM placed JOIN content_entry ON id = entry_id
WHERE {wanted} ORDER BY CASE kind {kinds} END, nearness DESC, title, id
"""


def related(entry: Entry, most: Mapping[str, int]) -> list[Entry]:
    """Texts near to `entry`, of each kind as many as `most` says, in that order. One question."""
    marks = {
        name: pks
        for name in ("emotion", "tag")
        if (pks := [mark.pk for mark in getattr(entry, f"{name}s").all()])
    }
    if not marks:
        return []
    named = [(name, pk) for name, each in marks.items() for pk in each]
    pks = [pk for _, pk in named]
    weigh = made_once("weights of marks", _weights)
    sql = _RELATED.format(
        some=" UNION ".join(
            _SOME.format(mark=name, most=_MOST) for name in marks for _ in marks[name]
        ),
        weights=", ".join(f"('{name}', {pk:d}, {weigh(name, pk)!r})" for name, pk in named),
        shared=_for_each(_SHARED, marks),
        columns=", ".join(_COLUMNS),
        wanted=" OR ".join(["kind = %s AND standing <= %s"] * len(most)),
        kinds=" ".join(["WHEN %s THEN %s"] * len(most)),
    )
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    values: list[Any] = [*pks, *pks, now, entry.pk or 0]
    values += [value for pair in most.items() for value in pair]
    values += [value for place, kind in enumerate(most) for value in (kind, place)]
    return list(Entry.objects.raw(sql, values))


def _weights() -> Callable[[str, int], float]:
    """How much it says that two texts share a mark: the more, the fewer have it."""
    with connection.cursor() as cursor:
        cursor.execute(_USES)
        uses = {(name, pk): count for name, pk, count in cursor.fetchall()}
    texts = uses.pop(("texts", 0))
    return lambda name, pk: round(math.log(1 + texts / uses.get((name, pk), 1)), 6)


def _for_each(part: str, marks: Mapping[str, list[int]]) -> str:
    """One part of the question for emotions, the other for tags."""
    return " UNION ALL ".join(
        part.format(mark=name, places=", ".join(["%s"] * len(pks))) for name, pks in marks.items()
    )
