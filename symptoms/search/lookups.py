"""What a search asks of the index, in plain SQL: for Django to put these together anew takes longer than the database
needs to answer them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from articles.models.live import LiveLink
from symptoms.models.search import NameKey, Posting, SearchEntry

_BEST = "SELECT entry_id, impact FROM {table} WHERE term = %s ORDER BY impact DESC, entry_id LIMIT {most}"
_IMPACTS = "SELECT entry_id, impact FROM {table} WHERE term = %s AND entry_id IN ({pages})"
_NAMED = "SELECT entry_id, key, source FROM {table} WHERE key IN ({keys}) ORDER BY entry_id, key, source"
_MISSPELT = "SELECT key, entry_id FROM {table} WHERE key IN ({keys}) AND source = 'misspelling' ORDER BY entry_id"
_ENTRIES = """
SELECT page_id, kind, language, title, names, phrases, tie,
    (SELECT COUNT(*) FROM {links} WHERE owner_id = page_id) + (SELECT COUNT(*) FROM {links} WHERE target_id = page_id)
FROM {table} WHERE page_id IN ({pages})
"""
_TEXTS = "SELECT page_id, text FROM {table} WHERE page_id IN ({pages})"

EntryRow = tuple[int, str, str, str, str, str, int, int]
"""The columns of ``_ENTRIES``."""


def best_of(term: str, *, most: int) -> list[tuple[int, float]]:
    """The pages to which this term adds most, so many, best first."""
    return _rows(_BEST.format(table=_quoted(Posting), most=int(most)), [term])


def impacts_on(pages: Collection[int], term: str) -> dict[int, float]:
    """What this term adds to these pages."""
    return dict(_rows(_IMPACTS.format(table=_quoted(Posting), pages=_marks(pages)), [term, *pages]))


def named(keys: Sequence[str]) -> dict[int, list[tuple[str, str]]]:
    """Pages that have one of these whole names or phrases: each with what it is, a name, misspelling or phrase."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for page, key, source in _rows(_NAMED.format(table=_quoted(NameKey), keys=_marks(keys)), keys):
        found[page].append((key, source))
    return found


def misspelt(words: Sequence[str]) -> dict[str, list[int]]:
    """Pages that list one of these words (stemmed) as a misspelling, by the word."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for word, page in _rows(_MISSPELT.format(table=_quoted(NameKey), keys=_marks(words)), words):
        found[word].append(page)
    return found


def entries(pages: Collection[int]) -> list[EntryRow]:
    """What the ranking compares of these pages; names and phrases are JSON, the last is the number of links."""
    sql = _ENTRIES.format(table=_quoted(SearchEntry), links=_quoted(LiveLink), pages=_marks(pages))
    return _rows(sql, [*pages])


def texts(pages: Collection[int]) -> dict[int, str]:
    """The words of these pages."""
    return dict(_rows(_TEXTS.format(table=_quoted(SearchEntry), pages=_marks(pages)), [*pages]))


def _rows(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _quoted(model: type[LiveLink | NameKey | Posting | SearchEntry]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
