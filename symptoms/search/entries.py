"""What the ranking compares of a page: its names and phrases, laid out so that a query looks only at those that have
one of its terms."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from symptoms.search import lookups

MOST_KEPT = 1500
"""So many pages are kept in memory, at about 6 kB each."""


class Entry(NamedTuple):
    """A page as it is compared. Its names, then its phrases, are numbered: ``places`` has the numbers of those that
    have a term, ``weights`` what the terms of each are worth together; the first ``names`` are names. ``standing`` is
    what its links say of how much it covers (:meth:`~symptoms.search.lexicon.Lexicon.standing`)."""

    page: int
    kind: str
    language: str
    title: str
    whole_names: tuple[str, ...]
    names: int
    places: dict[str, tuple[int, ...]]
    weights: tuple[float, ...]
    tie: int
    standing: float


def read_entries(
    pages: Collection[int], worth: Callable[[str], float], standing: Callable[[str, int], float]
) -> dict[int, Entry]:
    """These pages (one query); ``worth`` is what a term counts, ``standing`` what the links of a page of a kind do."""
    return {row[0]: _entry(row, worth, standing(row[1], row[-1])) for row in lookups.entries(pages)}


def _entry(row: lookups.EntryRow, worth: Callable[[str], float], standing: float) -> Entry:
    page, kind, language, title, names, phrases, tie, _ = row
    called = json.loads(names)
    texts = [set(text.split()) for text in (*called, *json.loads(phrases))]
    found: dict[str, list[int]] = {}
    for number, terms in enumerate(texts):
        for term in terms:
            found.setdefault(term, []).append(number)
    worths = {term: worth(term) for term in found}
    weights = tuple([math.fsum([worths[term] for term in terms]) for terms in texts])
    # Pages share their words, and many words stand in one text only, so each of these is kept once.
    places = {intern(term): _shared(tuple(numbers)) for term, numbers in found.items()}
    return Entry(
        page, intern(kind), intern(language), title, tuple(called), len(called), places, weights, tie, standing
    )


@lru_cache(maxsize=2000)
def _shared(numbers: tuple[int, ...]) -> tuple[int, ...]:
    return numbers
