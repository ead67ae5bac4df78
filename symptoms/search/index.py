"""Keeps the search tables in step with live editions. Runs inside the publishing transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from django.db import connection
from django.db.models import Model

from articles.markdown.render import plain_text
from articles.models import Edition, Page
from symptoms.models.search import NameKey, Posting, SearchEntry, SearchTerm, SearchWord
from symptoms.search.known import english_terms, medical_terms
from symptoms.search.words import LONGEST_NAME, STOP_WORDS, key, stem, words

WEIGHTS = {"names": 5.0, "phrases": 3.0, "headings": 2.0, "text": 1.0}
"""How much a word counts in each field (``docs/search.md``)."""
K1, B = 1.2, 0.75
"""BM25's usual constants (Robertson and Zaragoza 2009)."""
PIVOT = 400.0
"""The length pages are measured against. BM25 takes the mean of all pages; a fixed one means that publishing a page
changes the rows of that page only."""
LONGEST_WORD = 40
SHORTEST_WRONG = 4
"""A shorter word of a misspelling may be meant for too much."""


def follow(changes: Sequence[tuple[Page, Edition | None]]) -> None:
    """Index the live editions of these pages, each page once; forget pages without one."""
    _forget([page for page, _ in changes])
    read = [_read(page, edition) for page, edition in changes if edition]
    SearchEntry.objects.bulk_create(page.entry for page in read)
    _write_postings(read)
    _write_names(read)
    _count([_Terms.of(page.weights, page.entry.names, page.entry.phrases) for page in read], 1)
    _write_words({word for page in read for word in page.words})


@dataclass(frozen=True)
class _Read:
    """A page as it is written to the tables."""

    entry: SearchEntry
    weights: dict[str, float]
    misspellings: list[str]
    words: set[str]


class _Terms(NamedTuple):
    """Which terms a page has: all, those of its names and phrases, those of its names."""

    pages: set[str]
    named: set[str]
    in_names: set[str]

    @classmethod
    def of(cls, terms: Iterable[str], names: Iterable[str], phrases: Iterable[str]) -> _Terms:
        in_names = _terms_of(names)
        return cls(set(terms), in_names | _terms_of(phrases), in_names)


def _read(page: Page, edition: Edition) -> _Read:
    snapshot, fields = edition.snapshot, _fields(edition)
    entry = SearchEntry(
        page=page,
        uid=page.uid,
        kind=snapshot["kind"],
        language=snapshot["language"],
        title=key(snapshot["title"]),
        names=_keys([snapshot["title"], snapshot["medical_name"], *snapshot["lay_names"]]),
        phrases=_keys(snapshot["phrases"]),
        text=fields["text"],
        tie=int.from_bytes(blake2b(page.uid.encode(), digest_size=7).digest()),
    )
    read = {field: [word for word in words(text) if word not in STOP_WORDS] for field, text in fields.items()}
    found = {word for field in read.values() for word in field if len(word) <= LONGEST_WORD}
    weights = _weigh(read)
    return _Read(entry, weights, _misspelt(snapshot["misspellings"], weights), found)


def _misspelt(listed: list[str], weights: Container[str]) -> list[str]:
    """The misspellings an editor listed, and each wrong word in them, such as “reynards” in “reynards disease”."""
    keys = _keys(listed)
    single = {term for text in keys for term in text.split() if len(term) >= SHORTEST_WRONG and term not in weights}
    return sorted({*keys, *(term for term in single if term not in english_terms() and term not in medical_terms())})


def reads(edition: Edition) -> tuple[object, ...]:
    """All of an edition that decides whether and where search lists it, its features aside."""
    snapshot = edition.snapshot
    return (snapshot["kind"], snapshot["language"], snapshot["misspellings"], _fields(edition))


def _forget(pages: Collection[Page]) -> None:
    entries = SearchEntry.objects.filter(page__in=[page.pk for page in pages])
    terms_of_page: defaultdict[int, set[str]] = defaultdict(set)
    for page, term in Posting.objects.filter(entry__in=entries).values_list("entry", "term"):
        terms_of_page[page].add(term)
    texts = entries.values_list("pk", "names", "phrases")
    _count([_Terms.of(terms_of_page[page], names, phrases) for page, names, phrases in texts], -1)
    entries.delete()


def forget_all() -> None:
    """Empty the index."""
    for model in (Posting, NameKey, SearchEntry, SearchTerm, SearchWord):
        model.objects.all().delete()


def _keys(texts: list[str]) -> list[str]:
    return sorted({found for found in map(key, texts) if found})


def _terms_of(texts: Iterable[str]) -> set[str]:
    return {term for text in texts for term in text.split()}


def _fields(edition: Edition) -> dict[str, str]:
    snapshot, rendered = edition.snapshot, edition.rendered
    texts = [snapshot["summary"]]
    texts += [plain_text(section["html"]) for section in rendered["sections"]]
    texts += [plain_text(html) for rows in rendered["fields"].values() for html in rows]
    return {
        "names": "\n".join(filter(None, [snapshot["title"], snapshot["medical_name"], *snapshot["lay_names"]])),
        "phrases": "\n".join(snapshot["phrases"]),
        "headings": "\n".join(section["heading"] for section in rendered["sections"]),
        "text": "\n".join(filter(None, texts)),
    }


def _weigh(read: dict[str, list[str]]) -> dict[str, float]:
    weights: defaultdict[str, float] = defaultdict(float)
    for field, found in read.items():
        for word in found:
            weights[stem(word)] += WEIGHTS[field]
    return dict(weights)


# Hundreds of rows a page. As rows of a statement, and not as objects, they take a fifth of the time.


def _write_postings(read: Iterable[_Read]) -> None:
    rows = [
        (page.entry.pk, term, weight * (K1 + 1) / (weight + norm))
        for page in read
        for norm in [K1 * (1 - B + B * sum(page.weights.values()) / PIVOT)]
        for term, weight in sorted(page.weights.items())
    ]
    _insert(Posting, ("entry_id", "term", "impact"), rows)


def _write_names(read: Iterable[_Read]) -> None:
    rows = [
        (page.entry.pk, name, source)
        for page in read
        for source, names in (
            ("name", page.entry.names),
            ("misspelling", page.misspellings),
            ("phrase", page.entry.phrases),
        )
        for name in names
        if len(name) <= 120 and len(name.split()) <= LONGEST_NAME
    ]
    _insert(NameKey, ("entry_id", "key", "source"), rows)


def _count(read: Iterable[_Terms], step: int) -> None:
    """Add these pages to the counts of their terms, or with -1 take them away."""
    counts: list[Counter[str]] = [Counter() for _ in _Terms._fields]
    for page in read:
        for count, found in zip(counts, page, strict=True):
            count.update(found)
    every = sorted(set().union(*counts))
    rows: list[tuple[int | str, ...]] = [(term, *(step * count[term] for count in counts)) for term in every]
    table = _table(SearchTerm)
    add = ", ".join(f"{column} = {table}.{column} + excluded.{column}" for column in _Terms._fields)
    _insert(SearchTerm, ("term", *_Terms._fields), rows, on_conflict=f"(term) DO UPDATE SET {add}")


def _write_words(found: set[str]) -> None:
    rows = [(word, stem(word)) for word in sorted(found)]
    _insert(SearchWord, ("word", "term"), rows, on_conflict="(word) DO NOTHING")


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _insert(
    model: type[Model], columns: Sequence[str], rows: Sequence[tuple[int | float | str, ...]], *, on_conflict: str = ""
) -> None:
    names = ", ".join(map(connection.ops.quote_name, columns))
    places = ", ".join(["%s"] * len(columns))
    conflict = f" ON CONFLICT {on_conflict}" if on_conflict else ""
    statement = f"INSERT INTO {_table(model)} ({names}) VALUES ({places}){conflict}"  # noqa: S608 - our own names; values are parameters
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
