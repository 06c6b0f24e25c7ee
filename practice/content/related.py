"""What to read next: texts that share tags or emotions, and the rarer the shared one the nearer."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from practice.content.models import Entry

_COLUMNS = "id kind title slug description publish_at words art felt".split()
# Of a mark that very many have, the last so many texts are looked at: with ten thousand posts a page takes as
# long as with a hundred. How near each of them is, all of its marks say.
_MOST = 60
_SOME = """
SELECT entry_id FROM (
    SELECT entry_id FROM content_entry_{mark}s WHERE {mark}_id = %s ORDER BY id DESC LIMIT {most}) AS few
"""
_WEIGHT = """
SELECT '{mark}' AS sort, {mark}_id AS mark,
    ln(1.0 + (SELECT max(id) FROM content_entry) * 1.0 / count(*)) AS weight
FROM content_entry_{mark}s WHERE {mark}_id IN ({places}) GROUP BY {mark}_id
"""
_SHARED = """
SELECT found.entry_id, '{mark}' AS sort, {mark}_id AS mark
FROM candidates CROSS JOIN content_entry_{mark}s AS found
WHERE found.entry_id = candidates.entry_id AND {mark}_id IN ({places})
"""
# Each shared mark counts by how few texts have it: one of ten thousand that is filed under the same rare word
# is near, one of the thousand under "calm" hardly. Of two alike the title decides, never the date. (How many
# texts there are only scales it: the last id will do, and is found at once.)
_RELATED = """
WITH candidates AS ({some}),
weights AS ({weights}),
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
    pks = [pk for each in marks.values() for pk in each]
    sql = _RELATED.format(
        some=" UNION ".join(
            _SOME.format(mark=name, most=_MOST) for name in marks for _ in marks[name]
        ),
        weights=_for_each(_WEIGHT, marks),
        shared=_for_each(_SHARED, marks),
        columns=", ".join(_COLUMNS),
        wanted=" OR ".join(["kind = %s AND standing <= %s"] * len(most)),
        kinds=" ".join(["WHEN %s THEN %s"] * len(most)),
    )
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    values: list[Any] = [*pks, *pks, *pks, now, entry.pk or 0]
    values += [value for pair in most.items() for value in pair]
    values += [value for place, kind in enumerate(most) for value in (kind, place)]
    return list(Entry.objects.raw(sql, values))


def _for_each(part: str, marks: Mapping[str, list[int]]) -> str:
    """One part of the question for emotions, the other for tags."""
    return " UNION ALL ".join(
        part.format(mark=name, places=", ".join(["%s"] * len(pks))) for name, pks in marks.items()
    )
