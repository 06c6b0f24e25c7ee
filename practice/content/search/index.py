"""What search and lists know of each text, kept in step with it: `keeping` says when.

Two tables that are no models, because what they hold can be made again at any time: the full text, which
each database keeps in its own way, and a list of the words that somebody used, for half a word and for a
misspelt one. That list only grows until `manage.py rebuild_search`; a word on it is shown to nobody unless
a public text holds it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from practice.content.search import feelings, postgresql, sqlite
from practice.content.search.shape import LONGEST_BODY, Row, filed_under
from practice.content.search.words import words_of

_MAKE_WORDS = {
    "sqlite": "CREATE TABLE content_search_word (word varchar(40) NOT NULL)",
    # Compared byte by byte, so that a beginning is a range of the index.
    "postgresql": 'CREATE TABLE content_search_word (word varchar(40) COLLATE "C" NOT NULL)',
}
# Not unique: two who save at once need not wait for each other, and a word that stands twice does no harm.
_INDEX_WORDS = "CREATE INDEX content_search_word_word ON content_search_word (word)"
_SHORTEST, _LONGEST = 3, 30  # letters of a word worth suggesting
_MOST_FELT = 2000  # bytes of names of emotions; an index of PostgreSQL holds no more
_BATCH = 200

_held: ContextVar[set[int] | None] = ContextVar("texts to be indexed at the end", default=None)


def backend() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgresql


def remake(models: Any = apps) -> int:
    """Make both tables anew and fill them from every text; how many there were.

    `models` is where the models are taken from: a migration has its own.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in ("content_search", "content_search_word"):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")
            cursor.execute(_MAKE_WORDS[connection.vendor])
            cursor.execute(_INDEX_WORDS)
        backend().make()
        entries = models.get_model("content", "Entry").objects
        pks = list(entries.order_by("pk").values_list("pk", flat=True))
        for at in range(0, len(pks), _BATCH):
            _write(entries, pks[at : at + _BATCH])
    return len(pks)


def drop() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS content_search")
        cursor.execute("DROP TABLE IF EXISTS content_search_word")


def write(pks: Iterable[int]) -> None:
    """Bring what is known of some texts up to date, in the caller's transaction."""
    held = _held.get()
    if held is not None:
        held.update(pks)
        return
    entries = apps.get_model("content", "Entry").objects
    pks = sorted(set(pks))
    for at in range(0, len(pks), _BATCH):
        _write(entries, pks[at : at + _BATCH])


def write_new(texts: Sequence[tuple[Any, Sequence[Any], Sequence[Any]]]) -> None:
    """The same for texts just stored by the hundred, each with its tags and its emotions, and with its
    `felt` set: nothing is asked of the database again."""
    _keep([_row(*text) for text in texts])


@contextmanager
def once() -> Iterator[None]:
    """Write what is saved within only once, at the end: a text is saved, then its tags, then its emotions."""
    if _held.get() is not None:
        yield
        return
    held: set[int] = set()
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
    write(held)


def in_step() -> bool:
    """Whether every text is in the index. After a restore none is: nothing made of a text is kept with it."""
    entries = apps.get_model("content", "Entry").objects.count()
    return first_column("SELECT count(*) FROM content_search", []) == [entries]


def remove(pks: Iterable[int]) -> None:
    backend().remove(list(pks))


def _write(entries: Any, pks: Sequence[int]) -> None:
    found = list(
        entries.filter(pk__in=pks)
        .only("pk", "title", "description", "plain", "felt")
        .prefetch_related("tags", "emotions")
    )
    marked = [(entry, list(entry.tags.all()), list(entry.emotions.all())) for entry in found]
    _keep([_row(*text) for text in marked])
    felt = [(felt_of(emotions), entry) for entry, _, emotions in marked]
    changed = [(names, entry.pk) for names, entry in felt if names != entry.felt]
    if changed:
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE content_entry SET felt = %s WHERE id = %s", changed)


def _keep(rows: Sequence[Row]) -> None:
    backend().put(rows)
    _learn(f"{row.title} {row.marks} {row.description} {row.body}".split() for row in rows)


def _row(entry: Any, tags: Iterable[Any], emotions: Iterable[Any]) -> Row:
    named = " ".join(mark.name for mark in (*tags, *emotions))
    felt = dict.fromkeys(each for mark in emotions for each in emotions_of(mark))
    marks = [*words_of(named), *(filed_under(each) for each in felt)]
    body = words_of(entry.plain)[:LONGEST_BODY]
    title, description = words_of(entry.title), words_of(entry.description)
    return Row(entry.pk, *(" ".join(each) for each in (title, marks, description, body)))


def emotions_of(mark: Any) -> list[str]:
    """Which of the sixteen an emotion is, by its name and by the colour it was given."""
    named = _named(mark.name)
    # Calm is what each one has until somebody chooses.
    return [*named, *([mark.colour] if mark.colour != "calm" else [])]


@lru_cache(maxsize=500)
def _named(name: str) -> tuple[str, ...]:
    return feelings.emotions_of(" ".join(words_of(name)))


def felt_of(emotions: Iterable[Any]) -> str:
    """What an entry's `felt` says of these emotions."""
    names = sorted(mark.name for mark in emotions)
    while names and len("\n".join(names).encode()) > _MOST_FELT:
        names.pop()
    return "\n".join(names)


def _learn(texts: Iterable[Iterable[str]]) -> None:
    words = set().union(*texts)
    listed = sorted(word for word in words if _SHORTEST <= len(word) <= _LONGEST and word.isalpha())
    known = {word for at in range(0, len(listed), 900) for word in _known(listed[at : at + 900])}
    with connection.cursor() as cursor:
        new = [(word,) for word in listed if word not in known]
        cursor.executemany("INSERT INTO content_search_word (word) VALUES (%s)", new)


def _known(words: Sequence[str]) -> set[str]:
    places = ", ".join(["%s"] * len(words))
    return set(
        first_column(
            f"SELECT word FROM content_search_word WHERE word IN ({places})",  # noqa: S608
            words,
        )
    )


def first_column(sql: str, values: Sequence[Any]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]
