"""What to read next: texts that share tags or emotions, and the rarer the shared one the nearer."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from practice.content.models import Entry

_COLUMNS = "id kind title slug description publish_at words art felt".split()
# Each shared mark counts by how few texts have it: one of ten thousand that is filed under the same rare word
# is near, one of the thousand under "calm" hardly. Of two alike the title decides, never the date.
_RELATED = """
WITH marked AS (
    SELECT entry_id, 'emotion' AS sort, emotion_id AS mark FROM content_entry_emotions
    WHERE emotion_id IN ({emotions})
    UNION ALL
    SELECT entry_id, 'tag', tag_id FROM content_entry_tags WHERE tag_id IN ({tags})),
weights AS (
    SELECT sort, mark, ln(1.0 + (SELECT count(*) FROM content_entry) * 1.0 / count(*)) AS weight
    FROM marked GROUP BY sort, mark),
near AS (
    SELECT entry_id, CAST(1000000 * sum(weight) AS bigint) AS nearness
    FROM marked JOIN weights ON weights.sort = marked.sort AND weights.mark = marked.mark
    GROUP BY entry_id),
placed AS (
    SELECT {columns}, nearness,
        row_number() OVER (PARTITION BY kind ORDER BY nearness DESC, title, id) AS place
    FROM near JOIN content_entry ON id = entry_id
    WHERE status = 'public' AND publish_at <= %s AND id <> %s)
SELECT {columns} FROM placed WHERE {wanted} ORDER BY {kinds} nearness DESC, title, id
"""


def related(entry: Entry, most: Mapping[str, int], *, mixed: bool = False) -> list[Entry]:
    """Public texts near to `entry`, of each kind as many as `most` says, in one question.

    The kinds follow one another in the order of `most`; when `mixed`, nearness alone decides.
    """
    emotions = [emotion.pk for emotion in entry.emotions.all()]
    tags = [tag.pk for tag in entry.tags.all()]
    if not emotions and not tags:
        return []
    order = "" if mixed else f"CASE kind {' '.join(['WHEN %s THEN %s'] * len(most))} END,"
    sql = _RELATED.format(
        emotions=_places(emotions),
        tags=_places(tags),
        columns=", ".join(_COLUMNS),
        wanted=" OR ".join(["kind = %s AND place <= %s"] * len(most)),
        kinds=order,
    )
    values: list[Any] = [*emotions, *tags, _moment(), entry.pk or 0]
    values += [value for pair in most.items() for value in pair]
    values += [] if mixed else [v for place, kind in enumerate(most) for v in (kind, place)]
    return list(Entry.objects.raw(sql, values))


def _places(values: list[int]) -> str:
    return ", ".join(["%s"] * len(values)) or "NULL"


def _moment() -> Any:
    """Now, as the database stores it."""
    return connection.ops.adapt_datetimefield_value(timezone.now())
