"""What a search asks of the index, in plain SQL: for Django to put these together anew takes longer than the database
needs to answer them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from symptoms.models.search import NameKey, Posting

Impacts = dict[int, dict[str, float]]
"""What each term adds to each page."""

_BEST = (
    "SELECT entry_id, term, impact FROM (SELECT entry_id, term, impact FROM {table} WHERE term = %s"
    " ORDER BY impact DESC, entry_id LIMIT {most}) AS best{number}"
)
_IMPACTS = "SELECT entry_id, term, impact FROM {table} WHERE entry_id IN ({pages}) AND term IN ({terms})"
_NAMED = "SELECT entry_id, key, source FROM {table} WHERE key IN ({keys}) ORDER BY entry_id, key, source"


def best_of(terms: Sequence[str], *, most: int) -> Impacts:
    """The pages to which each of these terms adds most, so many for each term."""
    table = _quoted(Posting)
    parts = (_BEST.format(table=table, most=int(most), number=number) for number in range(len(terms)))
    return _by_page(_rows(" UNION ALL ".join(parts), terms))


def impacts_on(pages: Collection[int], terms: Sequence[str]) -> Impacts:
    """What these terms add to these pages."""
    sql = _IMPACTS.format(table=_quoted(Posting), pages=_marks(pages), terms=_marks(terms))
    return _by_page(_rows(sql, [*pages, *terms]))


def named(keys: Sequence[str]) -> dict[int, list[tuple[str, str]]]:
    """Pages that have one of these whole names or phrases: each with what it is, a name, misspelling or phrase."""
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for page, key, source in _rows(_NAMED.format(table=_quoted(NameKey), keys=_marks(keys)), keys):
        found[page].append((key, source))
    return found


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _by_page(rows: list[tuple[Any, ...]]) -> Impacts:
    found: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for page, term, impact in rows:
        found[page][term] = impact
    return found


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _quoted(model: type[NameKey | Posting]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
